/** The ETL's jobs and runs, for admins: its API, asked from this side. */
@NullMarked
package io.rivulet.dashboard.operations;

import org.jspecify.annotations.NullMarked;
