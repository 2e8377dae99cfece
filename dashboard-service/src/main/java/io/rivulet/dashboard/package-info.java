/** The built-in reports, read from the BI views as any BI tool would read them. */
@NullMarked
package io.rivulet.dashboard;

import org.jspecify.annotations.NullMarked;
