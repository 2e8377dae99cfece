@NullMarked
package io.rivulet.ingest.plan;

import org.jspecify.annotations.NullMarked;
