/**
 * Checks what Rivulet reports against a second computation from the same event files, written
 * without any of the pipeline's own code for sessions and metrics.
 */
@NullMarked
package io.rivulet.standalone.compare;

import org.jspecify.annotations.NullMarked;
