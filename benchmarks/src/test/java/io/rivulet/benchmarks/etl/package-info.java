/** Tests of the benchmark's own parts. */
@NullMarked
package io.rivulet.benchmarks.etl;

import org.jspecify.annotations.NullMarked;
