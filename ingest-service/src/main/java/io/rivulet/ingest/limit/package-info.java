/** Bounds how fast a project may send. */
@NullMarked
package io.rivulet.ingest.limit;

import org.jspecify.annotations.NullMarked;
