/** The ETL service: from raw objects in the lake to report rows in PostgreSQL. */
@NullMarked
package io.rivulet.etl;

import org.jspecify.annotations.NullMarked;
