/** The lake in S3: finding new raw objects, fetching and writing curated ones. */
@NullMarked
package io.rivulet.etl.lake;

import org.jspecify.annotations.NullMarked;
