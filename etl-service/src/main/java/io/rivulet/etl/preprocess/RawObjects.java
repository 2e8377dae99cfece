package io.rivulet.etl.preprocess;

import io.rivulet.etl.Engines.Slice;
import io.rivulet.etl.analytics.Bookmark.Mode;
import io.rivulet.etl.analytics.Catalog;
import io.rivulet.etl.lake.Lake.Found;
import io.rivulet.etl.lake.LakeFiles;
import io.rivulet.event.LakeObject.Area;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What the archiver wrote and no run has read yet. */
final class RawObjects {
  /**
   * Objects are read oldest arrival first, and while all runs an object is written at most this
   * many days after its events arrived: they may wait as long in each of two topics as Kafka keeps
   * them (7 days by default), and one day is for clocks. So what is unread lies at most this far
   * before the latest that was read.
   */
  private static final int LOOK_BACK_DAYS = 15;

  /**
   * What arrives later still, such as what waited in Kafka while all was off for a month, or was
   * put there by hand, is found within this time: then all objects are looked through.
   */
  private static final int SWEEP_HOURS = 6;

  private final LakeFiles lake;
  private final Catalog catalog;
  private final Slice most;

  /**
   * @param most how much one publication reads
   */
  RawObjects(LakeFiles lake, Catalog catalog, Slice most) {
    this.lake = lake;
    this.catalog = catalog;
    this.most = most;
  }

  /**
   * What is to be read, in bounded pieces, oldest arrival first.
   *
   * @param isSweep whether all of the project's objects were looked through
   */
  record Unread(List<List<Found>> slices, boolean isSweep) {}

  /**
   * Objects of both areas that no run has read, or that are to be read again; all of them where the
   * bookmark is disabled.
   */
  Unread unread(String project, Mode mode, Scope scope) {
    Optional<Days> arrived = scope.arrived();
    Map<LocalDate, Set<String>> readElsewhere = new HashMap<>();
    boolean isSweep =
        arrived.isEmpty() && (mode == Mode.DISABLED || !catalog.isSwept(project, SWEEP_HOURS));
    Optional<LocalDate> from =
        arrived.isPresent()
            ? arrived.map(Days::first)
            : isSweep ? Optional.empty() : start(project);
    Map<LocalDate, Set<String>> read = new HashMap<>();
    List<Found> unread =
        Stream.of(Area.values())
            .flatMap(area -> lake.objects(area, project, from))
            .filter(o -> arrived.isEmpty() || arrived.get().contain(receivedDate(o)))
            .filter(
                o ->
                    scope.readBy().isEmpty()
                        || readElsewhere
                            .computeIfAbsent(
                                receivedDate(o),
                                date -> scope.readBy().get().everRead(project, date))
                            .contains(o.key()))
            .filter(
                o ->
                    mode == Mode.DISABLED
                        || !read.computeIfAbsent(
                                receivedDate(o), date -> catalog.readObjects(project, date))
                            .contains(o.key()))
            .sorted(
                Comparator.comparing((Found o) -> o.object().receivedHour())
                    .thenComparing(o -> o.object().firstOffset())
                    .thenComparing(Found::key))
            .toList();
    return new Unread(slices(unread, most), isSweep);
  }

  private Optional<LocalDate> start(String project) {
    return Stream.of(
            catalog.lastReadDate(project).map(date -> date.minusDays(LOOK_BACK_DAYS)),
            catalog.firstDateToReadAgain(project))
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder());
  }

  private static LocalDate receivedDate(Found object) {
    return object.object().receivedHour().toLocalDate();
  }

  static List<List<Found>> slices(List<Found> objects, Slice most) {
    List<List<Found>> slices = new ArrayList<>();
    List<Found> slice = new ArrayList<>();
    long bytes = 0;
    for (Found object : objects) {
      if (!slice.isEmpty()
          && (bytes + object.bytes() > most.bytes() || slice.size() == most.objects())) {
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
