package io.rivulet.etl.preprocess;

import io.rivulet.etl.analytics.Catalog;
import io.rivulet.etl.analytics.CuratedHorizon;
import io.rivulet.etl.analytics.Suppressions;
import io.rivulet.etl.engine.Engine;
import io.rivulet.etl.lake.Lake.Fetched;
import io.rivulet.etl.lake.Lake.Found;
import io.rivulet.etl.lake.LakeFiles;
import io.rivulet.event.LakeObject.Area;
import io.rivulet.reporting.ReportingSql;
import java.net.URI;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/**
 * The objects of one slice, in a workbench as relations {@code arrived}, {@code rejected_event} and
 * {@code read_again}.
 *
 * @param readAgain keys of those that were read before, whose content replaces what they brought
 * @param horizon before which nothing changes; relation {@code horizon} has it too
 */
record Arrival(List<Fetched> objects, List<String> readAgain, CuratedHorizon horizon) {

  Arrival {
    objects = List.copyOf(objects);
    readAgain = List.copyOf(readAgain);
  }

  /**
   * Fetches the objects of a project and makes the relations. Nobody is erased by that: {@code
   * erased_event} is empty.
   */
  static Arrival stage(
      Engine workbench, LakeFiles lake, Catalog catalog, String project, List<Found> slice) {
    Arrival arrival =
        new Arrival(
            lake.fetch(slice, workbench.folder()),
            catalog.everRead(slice.stream().map(Found::key).toList()),
            catalog.horizon(project));
    arrival.horizon.load(workbench, ZoneOffset.UTC);
    workbench.tableOf("erased_event", "event_id string", List.of());
    Suppressions suppressions = catalog.suppressions(project);
    workbench.tableOf(
        "suppression",
        "salt string, id_hash string",
        suppressions.hashes().stream()
            .map(hash -> List.<Object>of(suppressions.salt(), hash))
            .toList());
    workbench.tableOf(
        "read_again",
        "object_key string",
        arrival.readAgain.stream().map(List::<Object>of).toList());
    workbench.tableOf(
        "raw_file",
        "file string, object_key string",
        arrival.objects.stream()
            .map(f -> List.<Object>of(workbench.nameOf(f.file()), f.found().key()))
            .toList());
    List<URI> raw = arrival.files(Area.RAW);
    if (raw.isEmpty()) {
      workbench.tableAs(
          "readable_line",
          "select * except (session_start, session_index, session_id, signed_in_user_id,"
              + " is_signed_out), cast(0 as bigint) as arrived_id from ("
              + ReportingSql.read("curated/events")
              + ")");
    } else {
      workbench.viewOfLines("preprocess", "raw_line", raw);
      workbench.numberedTable("preprocess", "readable_line", "arrived_id");
    }
    workbench.table("preprocess", "suppressed_line");
    workbench.table("preprocess", "expired_line");
    workbench.view("preprocess", "arrived");
    List<URI> quarantine = arrival.files(Area.QUARANTINE);
    if (quarantine.isEmpty()) {
      workbench.tableOf(
          "rejected_event",
          "object_key string, line bigint, project string, received_at timestamp, reason string,"
              + " message string",
          List.of());
    } else {
      workbench.viewOfLines("preprocess", "rejected_line", quarantine);
      workbench.table("preprocess", "rejected_event");
    }
    return arrival;
  }

  private List<URI> files(Area area) {
    return objects.stream()
        .filter(f -> f.found().object().area() == area)
        .map(Fetched::file)
        .toList();
  }

  /** Compressed bytes of the objects. */
  long bytes() {
    return objects.stream().mapToLong(f -> f.found().bytes()).sum();
  }

  /** Lines that could be read, by key of the object. */
  static Map<String, Long> linesRead(Engine workbench) {
    return workbench.counts(
        "select raw_object, count(*) from readable_line group by all union all"
            + " select object_key, count(*) from rejected_event group by all");
  }

  /**
   * Lines that were read and are not curated, since they are of days before the horizon, by key.
   */
  static Map<String, Long> linesExpired(Engine workbench) {
    return workbench.counts("select raw_object, count(*) from expired_line group by all");
  }

  /** Lines that were read and are not curated, since their persons were erased, by key. */
  static Map<String, Long> linesSuppressed(Engine workbench) {
    return workbench.counts("select raw_object, count(*) from suppressed_line group by all");
  }
}
