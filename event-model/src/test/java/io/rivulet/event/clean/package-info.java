@NullMarked
package io.rivulet.event.clean;

import org.jspecify.annotations.NullMarked;
