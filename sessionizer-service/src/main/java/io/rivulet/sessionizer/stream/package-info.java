/** The Kafka Streams topology from events to sessionized events, and what keeps it running. */
@NullMarked
package io.rivulet.sessionizer.stream;

import org.jspecify.annotations.NullMarked;
