/** Makes of a refused event what is to be sent again, once the cause of the refusal is mended. */
@NullMarked
package io.rivulet.event.resend;

import org.jspecify.annotations.NullMarked;
