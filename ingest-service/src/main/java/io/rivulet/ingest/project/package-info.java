/** Knows the projects and their keys, and follows their file. */
@NullMarked
package io.rivulet.ingest.project;

import org.jspecify.annotations.NullMarked;
