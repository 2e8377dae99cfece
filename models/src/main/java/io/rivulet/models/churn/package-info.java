/** Who is about to leave: snapshots, learning, calibration, scores with reasons. */
@NullMarked
package io.rivulet.models.churn;

import org.jspecify.annotations.NullMarked;
