/** The least that a collector can do, as the yardstick for ours. */
@NullMarked
package io.rivulet.benchmarks.reference;

import org.jspecify.annotations.NullMarked;
