/** Tests of the benchmark's own parts. */
@NullMarked
package io.rivulet.benchmarks;

import org.jspecify.annotations.NullMarked;
