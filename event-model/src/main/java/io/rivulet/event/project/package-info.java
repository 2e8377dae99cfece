/** The projects that the owner declares in {@code config/projects.yml}, read by every service. */
@NullMarked
package io.rivulet.event.project;

import org.jspecify.annotations.NullMarked;
