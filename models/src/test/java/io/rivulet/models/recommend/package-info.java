@NullMarked
package io.rivulet.models.recommend;

import org.jspecify.annotations.NullMarked;
