@NullMarked
package io.rivulet.ingest.live;

import org.jspecify.annotations.NullMarked;
