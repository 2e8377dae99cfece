/** Shows people who install an SDK what just became of their events. */
@NullMarked
package io.rivulet.ingest.live;

import org.jspecify.annotations.NullMarked;
