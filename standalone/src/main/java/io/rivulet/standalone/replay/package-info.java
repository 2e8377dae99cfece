/** Posts event files to a collector through its HTTP door, as an SDK would. */
@NullMarked
package io.rivulet.standalone.replay;

import org.jspecify.annotations.NullMarked;
