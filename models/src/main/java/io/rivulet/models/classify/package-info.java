/** Learning to tell yes from no, with Tribuo, and probabilities of it. */
@NullMarked
package io.rivulet.models.classify;

import org.jspecify.annotations.NullMarked;
