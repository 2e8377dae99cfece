/** The reporting database as the read-only role sees it: its queries, snapshots and health. */
@NullMarked
package io.rivulet.dashboard.database;

import org.jspecify.annotations.NullMarked;
