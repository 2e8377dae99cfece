/** What models find in published data sets, beside what was published of them. */
@NullMarked
package io.rivulet.benchmarks.models;

import org.jspecify.annotations.NullMarked;
