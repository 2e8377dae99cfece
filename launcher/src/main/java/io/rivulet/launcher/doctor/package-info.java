/** The command {@code doctor}: looks at every link of a running suite. */
@NullMarked
package io.rivulet.launcher.doctor;

import org.jspecify.annotations.NullMarked;
