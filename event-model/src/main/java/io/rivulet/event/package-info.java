/**
 * The vocabulary every module speaks: what an event is, when a session ends, and what things are
 * called in Kafka and in the lake.
 */
@NullMarked
package io.rivulet.event;

import org.jspecify.annotations.NullMarked;
