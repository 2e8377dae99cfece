/** How good predictions are, and whether the world they were learned from has changed. */
@NullMarked
package io.rivulet.models.metric;

import org.jspecify.annotations.NullMarked;
