/** The closing balance: every event accounted for, and an alarm where one is not. */
@NullMarked
package io.rivulet.etl.balance;

import org.jspecify.annotations.NullMarked;
