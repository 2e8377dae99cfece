/** The Data Catalog: which tables, columns and types the lake has, and how they change. */
@NullMarked
package io.rivulet.etl.catalog;

import org.jspecify.annotations.NullMarked;
