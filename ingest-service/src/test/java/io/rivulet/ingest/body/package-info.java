@NullMarked
package io.rivulet.ingest.body;

import org.jspecify.annotations.NullMarked;
