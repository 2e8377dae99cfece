/** What is known of a person as of a day: active days, and the features that models rest on. */
@NullMarked
package io.rivulet.models.person;

import org.jspecify.annotations.NullMarked;
