@NullMarked
package io.rivulet.models.tuning;

import org.jspecify.annotations.NullMarked;
