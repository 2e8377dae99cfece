/** Turns the bytes of a request into the texts of its events, within bounds. */
@NullMarked
package io.rivulet.ingest.body;

import org.jspecify.annotations.NullMarked;
