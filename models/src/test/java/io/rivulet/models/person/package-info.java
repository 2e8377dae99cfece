@NullMarked
package io.rivulet.models.person;

import org.jspecify.annotations.NullMarked;
