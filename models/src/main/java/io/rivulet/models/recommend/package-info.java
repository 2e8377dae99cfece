/** What a person may want next, by what others took who took the same. */
@NullMarked
package io.rivulet.models.recommend;

import org.jspecify.annotations.NullMarked;
