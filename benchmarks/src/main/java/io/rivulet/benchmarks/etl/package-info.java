/** Measures the ETL beside a bare scan of the same objects, each part in a process of its own. */
@NullMarked
package io.rivulet.benchmarks.etl;

import org.jspecify.annotations.NullMarked;
