/** Keeps records on disk while Kafka cannot take them, and gives them back in order. */
@NullMarked
package io.rivulet.ingest.spool;

import org.jspecify.annotations.NullMarked;
