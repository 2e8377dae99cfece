/** Chains of runs: what the end of a run starts. */
@NullMarked
package io.rivulet.etl.workflow;

import org.jspecify.annotations.NullMarked;
