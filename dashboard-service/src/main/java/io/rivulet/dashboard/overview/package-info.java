/** The overview page: cards, daily series, top events, devices and how fresh it all is. */
@NullMarked
package io.rivulet.dashboard.overview;

import org.jspecify.annotations.NullMarked;
