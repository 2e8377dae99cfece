/** What an installation said of itself and of its user, for its events that do not say it. */
@NullMarked
package io.rivulet.sessionizer.instance;

import org.jspecify.annotations.NullMarked;
