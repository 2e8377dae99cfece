/** What kinds of persons there are: segments by recency, frequency and money, and clusters. */
@NullMarked
package io.rivulet.models.segment;

import org.jspecify.annotations.NullMarked;
