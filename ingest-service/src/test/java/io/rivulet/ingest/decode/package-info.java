@NullMarked
package io.rivulet.ingest.decode;

import org.jspecify.annotations.NullMarked;
