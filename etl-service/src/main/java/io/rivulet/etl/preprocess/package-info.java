/** Job preprocess: raw objects to curated events, sessions and daily activity. */
@NullMarked
package io.rivulet.etl.preprocess;

import org.jspecify.annotations.NullMarked;
