/** The service between the collector and the lake: enriches events, finds sessions, archives. */
@NullMarked
package io.rivulet.sessionizer;

import org.jspecify.annotations.NullMarked;
