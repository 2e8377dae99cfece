/** Who may see and do what: accounts, sign-in, roles per project. */
@NullMarked
package io.rivulet.dashboard.access;

import org.jspecify.annotations.NullMarked;
