/** Makes text and ids fit to be stored anywhere downstream. */
@NullMarked
package io.rivulet.event.clean;

import org.jspecify.annotations.NullMarked;
