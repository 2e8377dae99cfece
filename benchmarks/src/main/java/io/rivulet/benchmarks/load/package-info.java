/** The load generator: requests made beforehand, sent as fast as they are answered or at a rate. */
@NullMarked
package io.rivulet.benchmarks.load;

import org.jspecify.annotations.NullMarked;
