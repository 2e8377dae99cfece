/** Tests of the benchmark's own parts. */
@NullMarked
package io.rivulet.benchmarks.load;

import org.jspecify.annotations.NullMarked;
