/** Rules over what is about to be published: DQDL, compiled to SQL over the staged result. */
@NullMarked
package io.rivulet.etl.quality;

import org.jspecify.annotations.NullMarked;
