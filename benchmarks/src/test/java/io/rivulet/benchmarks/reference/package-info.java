/** Tests of the benchmark's own parts. */
@NullMarked
package io.rivulet.benchmarks.reference;

import org.jspecify.annotations.NullMarked;
