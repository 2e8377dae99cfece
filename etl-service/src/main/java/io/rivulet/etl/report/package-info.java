/** Job report: curated data to the tables behind the BI views. */
@NullMarked
package io.rivulet.etl.report;

import org.jspecify.annotations.NullMarked;
