/** Which session an event belongs to, as pure functions over what one actor did recently. */
@NullMarked
package io.rivulet.sessionizer.session;

import org.jspecify.annotations.NullMarked;
