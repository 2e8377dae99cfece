/** Keeps of senders' addresses what a project's policy allows. */
@NullMarked
package io.rivulet.ingest.clean;

import org.jspecify.annotations.NullMarked;
