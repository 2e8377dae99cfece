/**
 * Where the SQL of the reporting database is found; the SQL itself is the product of this module.
 */
@NullMarked
package io.rivulet.reporting;

import org.jspecify.annotations.NullMarked;
