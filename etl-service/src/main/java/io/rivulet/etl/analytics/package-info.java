/** Database analytics: the catalog of curated partitions and the publishing transaction. */
@NullMarked
package io.rivulet.etl.analytics;

import org.jspecify.annotations.NullMarked;
