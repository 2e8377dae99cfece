@NullMarked
package io.rivulet.ingest.spool;

import org.jspecify.annotations.NullMarked;
