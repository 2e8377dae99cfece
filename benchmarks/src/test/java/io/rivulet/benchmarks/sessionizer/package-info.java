/** Tests of the benchmark's own parts. */
@NullMarked
package io.rivulet.benchmarks.sessionizer;

import org.jspecify.annotations.NullMarked;
