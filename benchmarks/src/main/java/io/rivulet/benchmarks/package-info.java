/** Measures the collector beside a reference, each part in a process of its own. */
@NullMarked
package io.rivulet.benchmarks;

import org.jspecify.annotations.NullMarked;
