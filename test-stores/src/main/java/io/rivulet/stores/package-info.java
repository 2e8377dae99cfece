/** Kafka, S3 and PostgreSQL of tests, in containers or in the JVM. */
@NullMarked
package io.rivulet.stores;

import org.jspecify.annotations.NullMarked;
