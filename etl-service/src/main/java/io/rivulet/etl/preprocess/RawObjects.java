package io.rivulet.etl.preprocess;

import io.rivulet.etl.analytics.Catalog;
import io.rivulet.etl.lake.Lake;
import io.rivulet.etl.lake.Lake.Found;
import io.rivulet.event.LakeObject.Area;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What the archiver wrote and no run has read yet. */
final class RawObjects {
  /**
   * Objects are read oldest arrival first, and an object can be written at most this many days
   * after its events arrived: they may wait as long in each of two topics as Kafka keeps them (7
   * days by default), and one day is for clocks. So what is unread lies at most this far before the
   * latest that was read.
   */
  private static final int LOOK_BACK_DAYS = 15;

  /** Most compressed bytes that one publication reads; more is done in slices. */
  private static final long SLICE_BYTES = 32L << 20;

  /** Most objects that one publication reads. */
  private static final int SLICE_OBJECTS = 1_000;

  private final Lake lake;
  private final Catalog catalog;

  RawObjects(Lake lake, Catalog catalog) {
    this.lake = lake;
    this.catalog = catalog;
  }

  /** Ids of the projects of which anything arrived, refused or not. */
  Set<String> projects() {
    Set<String> found = new TreeSet<>(lake.projects(Area.RAW));
    found.addAll(lake.projects(Area.QUARANTINE));
    return found;
  }

  /** Objects of both areas that no run has read, oldest arrival first, in bounded pieces. */
  List<List<Found>> unread(String project) {
    Optional<LocalDate> from =
        catalog.lastReadDate(project).map(date -> date.minusDays(LOOK_BACK_DAYS));
    Set<String> read = catalog.readObjects(project, from);
    return slices(
        Stream.of(Area.values())
            .flatMap(area -> lake.objects(area, project, from).stream())
            .filter(o -> !read.contains(o.key()))
            .sorted(
                Comparator.comparing((Found o) -> o.object().receivedHour())
                    .thenComparing(o -> o.object().firstOffset())
                    .thenComparing(Found::key))
            .toList());
  }

  static List<List<Found>> slices(List<Found> objects) {
    List<List<Found>> slices = new ArrayList<>();
    List<Found> slice = new ArrayList<>();
    long bytes = 0;
    for (Found object : objects) {
      if (!slice.isEmpty()
          && (bytes + object.bytes() > SLICE_BYTES || slice.size() == SLICE_OBJECTS)) {
        slices.add(slice);
        slice = new ArrayList<>();
        bytes = 0;
      }
      slice.add(object);
      bytes += object.bytes();
    }
    if (!slice.isEmpty()) {
      slices.add(slice);
    }
    return slices;
  }
}
