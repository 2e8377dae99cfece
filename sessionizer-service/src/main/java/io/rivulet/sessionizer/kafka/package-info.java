/** What stream and archiver share of Kafka: its topics, and records that neither can take. */
@NullMarked
package io.rivulet.sessionizer.kafka;

import org.jspecify.annotations.NullMarked;
