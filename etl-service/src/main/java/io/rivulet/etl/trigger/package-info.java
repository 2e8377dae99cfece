/** When runs start: by the clock, by what arrives, by how other runs end. */
@NullMarked
package io.rivulet.etl.trigger;

import org.jspecify.annotations.NullMarked;
