/** The whole suite as one program: embedded stores first, then the services. */
@NullMarked
package io.rivulet.standalone;

import org.jspecify.annotations.NullMarked;
