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
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    LocalDate yesterday = today.minusDays(1);
    long unread = 0;
    for (String project : lake.projects(Area.RAW)) {
      Set<String> read = catalog.readObjects(project, yesterday);
      read.addAll(catalog.readObjects(project, today));
      unread +=
          lake.objects(Area.RAW, project, Optional.of(yesterday))
              .filter(o -> !read.contains(o.key()))
              .count();
    }
    return unread;
  }
}
