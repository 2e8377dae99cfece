/** Measures the sessionizer beside the limit of the machine, each part in a process of its own. */
@NullMarked
package io.rivulet.benchmarks.sessionizer;

import org.jspecify.annotations.NullMarked;
