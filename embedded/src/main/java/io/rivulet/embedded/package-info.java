/**
 * A real Kafka broker, S3 server and PostgreSQL inside one JVM, for the standalone program and for
 * tests.
 */
@NullMarked
package io.rivulet.embedded;

import org.jspecify.annotations.NullMarked;
