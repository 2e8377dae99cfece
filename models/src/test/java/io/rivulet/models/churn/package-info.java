@NullMarked
package io.rivulet.models.churn;

import org.jspecify.annotations.NullMarked;
