/** The collector as a whole, on a real broker. */
@NullMarked
package io.rivulet.ingest;

import org.jspecify.annotations.NullMarked;
