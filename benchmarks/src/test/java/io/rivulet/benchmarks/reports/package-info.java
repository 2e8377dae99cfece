@NullMarked
package io.rivulet.benchmarks.reports;

import org.jspecify.annotations.NullMarked;
