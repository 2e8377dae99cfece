package io.rivulet.etl.preprocess;

import io.rivulet.etl.analytics.Catalog;
import io.rivulet.etl.analytics.Suppressions;
import io.rivulet.etl.engine.Workbench;
import io.rivulet.etl.lake.Lake;
import io.rivulet.etl.lake.Lake.Fetched;
import io.rivulet.etl.lake.Lake.Found;
import io.rivulet.event.LakeObject.Area;
import io.rivulet.reporting.ReportingSql;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The objects of one slice, in a workbench as relations {@code arrived}, {@code rejected_event} and
 * {@code read_again}.
 *
 * @param readAgain keys of those that were read before, whose content replaces what they brought
 */
record Arrival(List<Fetched> objects, List<String> readAgain) {

  Arrival {
    objects = List.copyOf(objects);
    readAgain = List.copyOf(readAgain);
  }

  /**
   * Fetches the objects of a project and makes the relations. Nobody is erased by that: {@code
   * erased_event} is empty.
   */
  static Arrival stage(
      Workbench workbench, Lake lake, Catalog catalog, String project, List<Found> slice) {
    Arrival arrival =
        new Arrival(
            lake.fetch(slice, workbench.folder()),
            catalog.everRead(slice.stream().map(Found::key).toList()));
    workbench.execute("create table erased_event (event_id varchar)");
    workbench.execute("create table suppression (salt varchar, id_hash varchar)");
    Suppressions suppressions = catalog.suppressions(project);
    workbench.insert(
        "insert into suppression values (?, ?)",
        suppressions.hashes().stream()
            .map(hash -> List.<Object>of(suppressions.salt(), hash))
            .toList());
    workbench.execute("create table read_again (object_key varchar)");
    workbench.insert(
        "insert into read_again values (?)",
        arrival.readAgain.stream().map(List::<Object>of).toList());
    workbench.execute("create table raw_file (file varchar, object_key varchar)");
    workbench.insert(
        "insert into raw_file values (?, ?)",
        arrival.objects.stream()
            .map(f -> List.<Object>of(f.file().toAbsolutePath().toString(), f.found().key()))
            .toList());
    List<Path> raw = arrival.files(Area.RAW);
    if (raw.isEmpty()) {
      workbench.tableAs(
          "readable_line",
          "select * exclude (session_start, session_index, session_id, signed_in_user_id,"
              + " is_signed_out), cast(0 as bigint) as arrived_id from ("
              + ReportingSql.read("curated/events")
              + ")");
    } else {
      workbench.viewOfFiles("preprocess", "raw_line", raw);
      workbench.numberedTable("preprocess", "readable_line", "arrived_id");
    }
    workbench.table("preprocess", "suppressed_line");
    workbench.view("preprocess", "arrived");
    List<Path> quarantine = arrival.files(Area.QUARANTINE);
    if (quarantine.isEmpty()) {
      workbench.execute(
          "create table rejected_event (object_key varchar, line bigint, project varchar,"
              + " received_at timestamp, reason varchar, message varchar)");
    } else {
      workbench.viewOfFiles("preprocess", "rejected_line", quarantine);
      workbench.table("preprocess", "rejected_event");
    }
    return arrival;
  }

  private List<Path> files(Area area) {
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
  static Map<String, Long> linesRead(Workbench workbench) {
    return workbench.counts(
        "select raw_object, count(*) from readable_line group by all union all"
            + " select object_key, count(*) from rejected_event group by all");
  }

  /** Lines that were read and are not curated, since their persons were erased, by key. */
  static Map<String, Long> linesSuppressed(Workbench workbench) {
    return workbench.counts("select raw_object, count(*) from suppressed_line group by all");
  }
}
