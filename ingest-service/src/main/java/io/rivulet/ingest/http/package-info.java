/** The HTTP edge: routes, keys, answers, errors. */
@NullMarked
package io.rivulet.ingest.http;

import org.jspecify.annotations.NullMarked;
