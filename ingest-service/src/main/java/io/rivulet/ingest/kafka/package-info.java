/** Writes events to Kafka and knows whether Kafka can be reached. */
@NullMarked
package io.rivulet.ingest.kafka;

import org.jspecify.annotations.NullMarked;
