@NullMarked
package io.rivulet.ingest.clean;

import org.jspecify.annotations.NullMarked;
