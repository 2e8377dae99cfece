@NullMarked
package io.rivulet.event.time;

import org.jspecify.annotations.NullMarked;
