/** Carries runs out, and the API to ask for them. */
@NullMarked
package io.rivulet.etl.worker;

import org.jspecify.annotations.NullMarked;
