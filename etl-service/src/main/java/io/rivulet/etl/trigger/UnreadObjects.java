package io.rivulet.etl.trigger;

import io.rivulet.etl.analytics.Catalog;
import io.rivulet.etl.lake.Lake;
import io.rivulet.etl.lake.Lake.Found;
import io.rivulet.event.LakeObject.Area;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The objects in {@code raw/} that preprocess has not read and that arrived today or yesterday
 * (UTC). Older ones start no run, but any run reads them.
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
    return lake.projects(Area.RAW).stream().mapToLong(project -> of(project).count()).sum();
  }

  /** Those of a project, in the order of their keys. */
  public Stream<Found> of(String project) {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    LocalDate yesterday = today.minusDays(1);
    Set<String> read = catalog.readObjects(project, yesterday);
    read.addAll(catalog.readObjects(project, today));
    return lake.objects(Area.RAW, project, Optional.of(yesterday))
        .filter(object -> !read.contains(object.key()));
  }
}
