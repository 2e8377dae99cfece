@NullMarked
package io.rivulet.models.activity;

import org.jspecify.annotations.NullMarked;
