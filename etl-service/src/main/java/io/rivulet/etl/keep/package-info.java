/** Keeping the lake in shape: reading history, joining small files, letting old objects go. */
@NullMarked
package io.rivulet.etl.keep;

import org.jspecify.annotations.NullMarked;
