/** An event of our own each minute, from the HTTP door to a report row. */
@NullMarked
package io.rivulet.etl.canary;

import org.jspecify.annotations.NullMarked;
