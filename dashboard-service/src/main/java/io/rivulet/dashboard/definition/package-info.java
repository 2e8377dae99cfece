/** The definitions of the metrics, in the words of the reporting database. */
@NullMarked
package io.rivulet.dashboard.definition;

import org.jspecify.annotations.NullMarked;
