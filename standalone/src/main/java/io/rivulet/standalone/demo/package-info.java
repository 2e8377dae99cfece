/** A product that is made up, and the people who use it: what {@code ./run --demo} sends. */
@NullMarked
package io.rivulet.standalone.demo;

import org.jspecify.annotations.NullMarked;
