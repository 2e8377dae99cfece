@NullMarked
package io.rivulet.ingest.project;

import org.jspecify.annotations.NullMarked;
