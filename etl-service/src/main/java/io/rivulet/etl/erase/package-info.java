/** Erasing persons: from raw objects to reports, with receipts, and whose events stay out. */
@NullMarked
package io.rivulet.etl.erase;

import org.jspecify.annotations.NullMarked;
