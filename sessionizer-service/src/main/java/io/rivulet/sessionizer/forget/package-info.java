/** Forgetting actors whose person is erased. */
@NullMarked
package io.rivulet.sessionizer.forget;

import org.jspecify.annotations.NullMarked;
