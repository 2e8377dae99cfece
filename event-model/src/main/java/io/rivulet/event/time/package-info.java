/** Reads clients' timestamps and decides when an event happened. */
@NullMarked
package io.rivulet.event.time;

import org.jspecify.annotations.NullMarked;
