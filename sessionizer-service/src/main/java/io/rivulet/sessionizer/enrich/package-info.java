/**
 * What can be told about an event from the event alone: device, browser, place, language, campaign.
 */
@NullMarked
package io.rivulet.sessionizer.enrich;

import org.jspecify.annotations.NullMarked;
