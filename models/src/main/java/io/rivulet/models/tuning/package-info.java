/** Looking for the settings of a learner that do best, within bounds. */
@NullMarked
package io.rivulet.models.tuning;

import org.jspecify.annotations.NullMarked;
