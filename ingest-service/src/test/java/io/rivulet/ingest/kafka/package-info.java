@NullMarked
package io.rivulet.ingest.kafka;

import org.jspecify.annotations.NullMarked;
