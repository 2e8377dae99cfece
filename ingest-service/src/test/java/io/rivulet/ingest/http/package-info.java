@NullMarked
package io.rivulet.ingest.http;

import org.jspecify.annotations.NullMarked;
