@NullMarked
package io.rivulet.models.segment;

import org.jspecify.annotations.NullMarked;
