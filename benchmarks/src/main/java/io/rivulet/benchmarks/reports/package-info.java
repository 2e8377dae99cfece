/** Measures the views and the dashboard's pages over a large reporting database. */
@NullMarked
package io.rivulet.benchmarks.reports;

import org.jspecify.annotations.NullMarked;
