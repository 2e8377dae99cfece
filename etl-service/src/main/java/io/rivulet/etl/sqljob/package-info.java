/** Jobs that owners add as files of SQL. */
@NullMarked
package io.rivulet.etl.sqljob;

import org.jspecify.annotations.NullMarked;
