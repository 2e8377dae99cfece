/** From Kafka into the lake: every record once, whatever crashes. */
@NullMarked
package io.rivulet.sessionizer.archive;

import org.jspecify.annotations.NullMarked;
