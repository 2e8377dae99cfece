/** Jobs, triggers and runs: what is to be done, when, and how it went. */
@NullMarked
package io.rivulet.etl.run;

import org.jspecify.annotations.NullMarked;
