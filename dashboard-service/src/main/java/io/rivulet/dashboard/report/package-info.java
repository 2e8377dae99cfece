/** The reports of the pages: rows of SQL files, as JSON. */
@NullMarked
package io.rivulet.dashboard.report;

import org.jspecify.annotations.NullMarked;
