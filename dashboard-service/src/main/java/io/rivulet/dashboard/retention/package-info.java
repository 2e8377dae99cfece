/** Who came back: cohorts by day, week or month. */
@NullMarked
package io.rivulet.dashboard.retention;

import org.jspecify.annotations.NullMarked;
