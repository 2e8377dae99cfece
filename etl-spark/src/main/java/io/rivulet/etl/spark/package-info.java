/** The ETL's jobs on Apache Spark, for projects that outgrow one machine. */
@NullMarked
package io.rivulet.etl.spark;

import org.jspecify.annotations.NullMarked;
