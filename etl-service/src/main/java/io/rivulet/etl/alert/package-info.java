/** Tells operators' webhook of runs that failed and jobs that are late. */
@NullMarked
package io.rivulet.etl.alert;

import org.jspecify.annotations.NullMarked;
