/** Sends refused events to the collector again, once the cause is mended. */
@NullMarked
package io.rivulet.etl.resend;

import org.jspecify.annotations.NullMarked;
