package io.rivulet.etl.trigger;

import io.rivulet.etl.analytics.Catalog;
import io.rivulet.etl.lake.Lake;
import io.rivulet.event.LakeObject.Area;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;

/**
 * Counts the objects in {@code raw/} that preprocess has not read, of all projects, that arrived
 * today or yesterday (UTC). Older ones start no run, but any run reads them.
 */
public final class UnreadObjects implements NewObjects {
  private final Lake lake;
  private final Catalog catalog;

  public UnreadObjects(Lake lake, Catalog catalog) {
    this.lake = lake;
    this.catalog = catalog;
  }

  @Override
  public long count() {
    Optional<LocalDate> from = Optional.of(LocalDate.now(ZoneOffset.UTC).minusDays(1));
    long unread = 0;
    for (String project : lake.projects(Area.RAW)) {
      Set<String> read = catalog.readObjects(project, from);
      unread +=
          lake.objects(Area.RAW, project, from).stream()
              .filter(o -> !read.contains(o.key()))
              .count();
    }
    return unread;
  }
}
