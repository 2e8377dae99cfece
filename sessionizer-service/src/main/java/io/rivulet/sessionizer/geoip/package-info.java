/** Where an address is, by a database that the owner supplies. */
@NullMarked
package io.rivulet.sessionizer.geoip;

import org.jspecify.annotations.NullMarked;
