/** The projects that have data, and the days they have it for. */
@NullMarked
package io.rivulet.dashboard.project;

import org.jspecify.annotations.NullMarked;
