@NullMarked
package io.rivulet.models.classify;

import org.jspecify.annotations.NullMarked;
