/** The real browser in which tests open pages. */
@NullMarked
package io.rivulet.browser;

import org.jspecify.annotations.NullMarked;
