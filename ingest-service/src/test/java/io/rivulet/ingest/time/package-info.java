@NullMarked
package io.rivulet.ingest.time;

import org.jspecify.annotations.NullMarked;
