package io.rivulet.etl.analytics;

import org.jspecify.annotations.Nullable;

/**
 * How far a job has read a project.
 *
 * @param publicationId for report: the last publication of preprocess whose partitions are in the
 *     reports; for preprocess, whose bookmark is the set of objects read: its own last publication.
 *     0 before the first
 * @param version counts publications and operations, so that a run notices when the bookmark was
 *     changed under it
 * @param settings digest of the project's settings under which what is published was computed; null
 *     where that is not known
 */
public record Bookmark(long publicationId, Mode mode, long version, @Nullable String settings) {

  /** Of a job that has not read the project. */
  static final Bookmark NONE = new Bookmark(0, Mode.ENABLED, 0, null);

  /** What runs do with a bookmark; the meanings are those of AWS Glue. */
  public enum Mode {
    /** They go on where the last one ended, and move it. */
    ENABLED,
    /** They go on where the last one ended, and leave it. */
    PAUSED,
    /** They begin at the beginning each time. */
    DISABLED
  }
}
