/** The collector: takes events over HTTP and answers once Kafka has them. */
@NullMarked
package io.rivulet.ingest;

import org.jspecify.annotations.NullMarked;
