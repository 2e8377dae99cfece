/** Turns what a client sent into events or into refusals with a reason. */
@NullMarked
package io.rivulet.ingest.decode;

import org.jspecify.annotations.NullMarked;
