/** What every answer has in common: headers, static pages and the form of a refusal. */
@NullMarked
package io.rivulet.dashboard.http;

import org.jspecify.annotations.NullMarked;
