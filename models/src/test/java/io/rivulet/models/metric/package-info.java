@NullMarked
package io.rivulet.models.metric;

import org.jspecify.annotations.NullMarked;
