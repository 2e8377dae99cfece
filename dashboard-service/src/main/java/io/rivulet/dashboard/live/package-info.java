/** Events as they arrive: the collector's live stream, for readers without a write key. */
@NullMarked
package io.rivulet.dashboard.live;

import org.jspecify.annotations.NullMarked;
