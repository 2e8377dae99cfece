package io.rivulet.ingest.plan;

import io.rivulet.event.project.Project;
import org.jspecify.annotations.Nullable;

/** The tracking plans in force. */
public interface Plans {
  /** No project has one. */
  Plans NONE =
      new Plans() {
        @Override
        public @Nullable TrackingPlan of(Project project) {
          return null;
        }

        @Override
        public void flagged(Project project, Finding finding) {}
      };

  /** The project's plan; null when it has none. */
  @Nullable TrackingPlan of(Project project);

  /**
   * Told of each event of the project that was taken although it violates its plan, or could not be
   * checked.
   */
  void flagged(Project project, Finding finding);
}
