/** Makes text, ids and addresses fit to be stored anywhere downstream. */
@NullMarked
package io.rivulet.ingest.clean;

import org.jspecify.annotations.NullMarked;
