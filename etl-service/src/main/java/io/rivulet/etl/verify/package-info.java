/**
 * Everything once more from the raw objects: to compare it with what is published, or to replace
 * it.
 */
@NullMarked
package io.rivulet.etl.verify;

import org.jspecify.annotations.NullMarked;
