/** Which jobs and triggers there are: the jobs file and its image in database {@code ops}. */
@NullMarked
package io.rivulet.etl.job;

import org.jspecify.annotations.NullMarked;
