/** The command {@code ./run doctor}: looks at every link of a running suite. */
@NullMarked
package io.rivulet.standalone.doctor;

import org.jspecify.annotations.NullMarked;
