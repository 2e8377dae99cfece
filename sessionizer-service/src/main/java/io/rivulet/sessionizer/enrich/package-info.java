/** What can be told about an event from the event alone: device, browser, language, campaign. */
@NullMarked
package io.rivulet.sessionizer.enrich;

import org.jspecify.annotations.NullMarked;
