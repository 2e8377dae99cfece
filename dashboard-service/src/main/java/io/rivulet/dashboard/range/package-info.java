/** The days a report is about, and the period before them that it is compared with. */
@NullMarked
package io.rivulet.dashboard.range;

import org.jspecify.annotations.NullMarked;
