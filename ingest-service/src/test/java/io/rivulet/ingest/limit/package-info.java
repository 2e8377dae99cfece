@NullMarked
package io.rivulet.ingest.limit;

import org.jspecify.annotations.NullMarked;
