/** Jobs that train models of persons and publish what they say, and the registry of their runs. */
@NullMarked
package io.rivulet.etl.model;

import org.jspecify.annotations.NullMarked;
