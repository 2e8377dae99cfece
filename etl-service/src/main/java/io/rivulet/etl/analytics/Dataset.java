package io.rivulet.etl.analytics;

import java.time.LocalDate;
import java.util.Locale;

/** The curated datasets; each is partitioned by project and by UTC date of the event. */
public enum Dataset {
  /** One row per event, copies of one event counted once, with its authoritative session. */
  EVENTS("actor_key, occurred_at, event_id"),
  /** One row per session, by the date of its start. */
  SESSIONS("actor_key, started_at"),
  /** Activity per instance and user: the initial aggregate that most reports read. */
  DAILY("instance_id nulls first, user_id nulls first, day, is_bot"),
  /** What was said of instances and persons: who uses one, what one is, which two are one. */
  STATEMENTS("kind, actor_key, said_at, event_id");

  private final String order;

  Dataset(String order) {
    this.order = order;
  }

  /** Columns by which the rows of a file are sorted. */
  public String order() {
    return order;
  }

  /** The name in keys and in the catalog. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The key of a new object; keys are never used twice, so {@code unique} must be new. */
  public String key(String project, LocalDate eventDate, String unique) {
    return "curated/%s/project=%s/event_date=%s/%s.parquet"
        .formatted(wireName(), project, eventDate, unique);
  }
}
