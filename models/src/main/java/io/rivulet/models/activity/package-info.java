/** How active persons are expected to be, from how often and how lately they came. */
@NullMarked
package io.rivulet.models.activity;

import org.jspecify.annotations.NullMarked;
