/** The SDKs that exist, as their makers publish them, against the running collector. */
@NullMarked
package io.rivulet.sdk;

import org.jspecify.annotations.NullMarked;
