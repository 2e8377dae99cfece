/** DuckDB: the transforms of reporting-db over local copies of the lake's objects. */
@NullMarked
package io.rivulet.etl.engine;

import org.jspecify.annotations.NullMarked;
