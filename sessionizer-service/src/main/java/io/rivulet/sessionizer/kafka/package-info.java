/** The topics that must exist before anything else can start. */
@NullMarked
package io.rivulet.sessionizer.kafka;

import org.jspecify.annotations.NullMarked;
