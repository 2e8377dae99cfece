/** Holds events against the tracking plans that projects may have. */
@NullMarked
package io.rivulet.ingest.plan;

import org.jspecify.annotations.NullMarked;
