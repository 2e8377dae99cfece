/** The services as one program that is told which of them it runs. */
@NullMarked
package io.rivulet.launcher;

import org.jspecify.annotations.NullMarked;
