/** Single events in the curated data: where one is, and what a session is made of. */
@NullMarked
package io.rivulet.etl.find;

import org.jspecify.annotations.NullMarked;
