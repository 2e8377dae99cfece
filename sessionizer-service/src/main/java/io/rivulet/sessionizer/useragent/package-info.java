/**
 * What a user agent says of device, operating system and browser, by the patterns of uap-core (the
 * data, Apache 2.0, come in the jar of uap-scala). Pure but for what it remembers.
 */
@NullMarked
package io.rivulet.sessionizer.useragent;

import org.jspecify.annotations.NullMarked;
