package io.rivulet.etl.preprocess;

import io.rivulet.etl.EtlSettings;
import io.rivulet.etl.ProjectSettings;
import io.rivulet.etl.analytics.Catalog;
import io.rivulet.etl.analytics.Catalog.Partition;
import io.rivulet.etl.analytics.Dataset;
import io.rivulet.etl.analytics.Publication;
import io.rivulet.etl.engine.Workbench;
import io.rivulet.etl.lake.Lake;
import io.rivulet.etl.lake.Lake.Fetched;
import io.rivulet.etl.lake.Lake.Found;
import io.rivulet.etl.run.Job;
import io.rivulet.etl.run.ProjectFailures;
import io.rivulet.etl.run.RunContext;
import io.rivulet.event.LakeObject.Area;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the raw objects that no run has read yet, drops copies of known events, computes the
 * sessions of the affected actors anew and replaces the affected partitions of the curated
 * datasets. The cost grows with what is new and with the days it touches, not with the past.
 *
 * <p>The steps are the files of {@code sql/preprocess}, in the order of {@link #transform}.
 */
public final class PreprocessJob implements Job {
  private static final Logger log = LoggerFactory.getLogger(PreprocessJob.class);

  /** The name of the job. */
  public static final String NAME = "preprocess";

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

  /** Readers of a replaced object have this long to finish. */
  private static final int OBSOLETE_MINUTES = 60;

  private final Lake lake;
  private final Catalog catalog;
  private final DataSource analytics;
  private final ProjectSettings projects;
  private final EtlSettings settings;

  public PreprocessJob(
      Lake lake,
      Catalog catalog,
      DataSource analytics,
      ProjectSettings projects,
      EtlSettings settings) {
    this.lake = lake;
    this.catalog = catalog;
    this.analytics = analytics;
    this.projects = projects;
    this.settings = settings;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void run(RunContext run) throws Exception {
    Set<String> found = new TreeSet<>(lake.projects(Area.RAW));
    found.addAll(lake.projects(Area.QUARANTINE));
    ProjectFailures failures = new ProjectFailures();
    for (String project : found) {
      if (run.covers(project)) {
        failures.watch(
            project,
            () -> {
              for (List<Found> slice : slices(newObjects(project))) {
                run.checkStop();
                publish(run, project, slice);
              }
            });
      }
    }
    removeObsolete();
    failures.throwIfAny();
  }

  /** Objects of both areas that no run has read, oldest arrival first. */
  private List<Found> newObjects(String project) {
    Optional<LocalDate> from =
        catalog.lastReadDate(project).map(date -> date.minusDays(LOOK_BACK_DAYS));
    Set<String> read = catalog.readObjects(project, from);
    return Stream.of(Area.values())
        .flatMap(area -> lake.objects(area, project, from).stream())
        .filter(o -> !read.contains(o.key()))
        .sorted(
            Comparator.comparing((Found o) -> o.object().receivedHour())
                .thenComparing(o -> o.object().firstOffset())
                .thenComparing(Found::key))
        .toList();
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

  private void publish(RunContext run, String project, List<Found> slice)
      throws SQLException, IOException {
    long bookmark = catalog.bookmark(NAME, project);
    try (Workbench workbench = new Workbench(settings.workbench(run.runId(), project))) {
      projects.load(workbench, project);
      List<Fetched> fetched = slice.stream().map(o -> lake.fetch(o, workbench.folder())).toList();
      stage(workbench, fetched);
      Map<Dataset, Map<LocalDate, List<String>>> written = Map.of();
      boolean hasEvents = workbench.number("select count(*) from arrived") > 0;
      if (hasEvents) {
        written = upload(transform(workbench, catalog.partitions(project)), project, run.runId());
      }

      try (Publication publication =
          Publication.begin(analytics, NAME, project, run.runId(), bookmark)) {
        Map<String, Long> linesRead =
            workbench.counts(
                "select raw_object, count(*) from arrived group by all union all"
                    + " select object_key, count(*) from rejected_event group by all");
        for (Fetched object : fetched) {
          record(publication, project, object, linesRead.getOrDefault(object.found().key(), 0L));
        }
        publication.append(workbench, "rejected_event", "mart.rejected_event");
        if (hasEvents) {
          replacePartitions(publication, workbench, written);
          recordReceipts(publication, workbench, project);
        }
        publication.commit(publication.id());
      }
      long rowsIn = workbench.number("select count(*) from arrived");
      long rowsOut = hasEvents ? workbench.number("select count(*) from added") : 0;
      run.count(rowsIn, rowsOut, slice.stream().mapToLong(Found::bytes).sum());
      log.info(
          "project {}: {} objects, {} events read, {} new", project, slice.size(), rowsIn, rowsOut);
    }
  }

  /** Makes {@code arrived} and {@code rejected_event} of the fetched objects. */
  private static void stage(Workbench workbench, List<Fetched> fetched) {
    workbench.execute("create table raw_file (file varchar, object_key varchar)");
    workbench.insert(
        "insert into raw_file values (?, ?)",
        fetched.stream()
            .map(f -> List.<Object>of(f.file().toAbsolutePath().toString(), f.found().key()))
            .toList());
    List<Path> raw = filesOf(fetched, Area.RAW);
    if (raw.isEmpty()) {
      workbench.execute("create table arrived (raw_object varchar)");
    } else {
      workbench.viewOfFiles("preprocess", "raw_line", raw);
      workbench.table("preprocess", "arrived");
    }
    List<Path> quarantine = filesOf(fetched, Area.QUARANTINE);
    if (quarantine.isEmpty()) {
      workbench.execute(
          "create table rejected_event (object_key varchar, line bigint, project varchar,"
              + " received_at timestamp, reason varchar, message varchar)");
    } else {
      workbench.viewOfFiles("preprocess", "rejected_line", quarantine);
      workbench.table("preprocess", "rejected_event");
    }
  }

  private static List<Path> filesOf(List<Fetched> fetched, Area area) {
    return fetched.stream()
        .filter(f -> f.found().object().area() == area)
        .map(Fetched::file)
        .toList();
  }

  /**
   * From what arrived and what is curated to the new content of the affected partitions.
   *
   * @return the new files of each dataset, by date
   */
  private Map<Dataset, Map<LocalDate, List<Path>>> transform(
      Workbench workbench, List<Partition> curated) {
    workbench.tableOfDates("known_date", "event_date", dates(curated, Dataset.EVENTS));
    view(workbench, "known_event_id", curated, Dataset.EVENTS, null);
    workbench.table("preprocess", "claim");
    workbench.table("preprocess", "added");
    workbench.table("preprocess", "removed");
    workbench.table("preprocess", "duplicate_receipt");
    view(workbench, "known_session", curated, Dataset.SESSIONS, null);
    workbench.table("preprocess", "island");
    workbench.table("preprocess", "affected_date");
    view(
        workbench,
        "known_event",
        curated,
        Dataset.EVENTS,
        workbench.dates("select event_date from affected_date"));
    workbench.table("preprocess", "placed_event");
    workbench.view("preprocess", "event");

    Map<Dataset, Map<LocalDate, List<Path>>> files = new EnumMap<>(Dataset.class);
    files.put(Dataset.EVENTS, workbench.parquetByEventDate("event", Dataset.EVENTS.order()));
    // What follows reads the few columns that it needs of what was written.
    List<Path> eventFiles =
        files.get(Dataset.EVENTS).values().stream().flatMap(List::stream).toList();
    if (eventFiles.isEmpty()) {
      workbench.tableAs("written_event", "select * from event limit 0");
    } else {
      workbench.viewOfParquet("written_event", eventFiles);
    }
    workbench.table("preprocess", "curated_receipt");
    requireOneRowPerEvent(workbench);
    workbench.table("preprocess", "changed_session");
    workbench.table("preprocess", "affected_session_date");
    view(
        workbench,
        "known_session_detail",
        curated,
        Dataset.SESSIONS,
        workbench.dates("select event_date from affected_session_date"));
    workbench.table("preprocess", "session");
    files.put(Dataset.SESSIONS, workbench.parquetByEventDate("session", Dataset.SESSIONS.order()));
    workbench.table("preprocess", "daily");
    files.put(Dataset.DAILY, workbench.parquetByEventDate("daily", Dataset.DAILY.order()));
    return files;
  }

  private static void requireOneRowPerEvent(Workbench workbench) {
    long tooMany =
        workbench.number("select count(*) - count(distinct event_id) from written_event");
    if (tooMany != 0) {
      throw new IllegalStateException(
          tooMany + " events would stand twice in the curated data; nothing is published");
    }
  }

  /** A view of a curated dataset, of all dates or of some; empty where nothing is curated yet. */
  private void view(
      Workbench workbench,
      String name,
      List<Partition> curated,
      Dataset dataset,
      @Nullable List<LocalDate> dates) {
    List<Path> files =
        curated.stream()
            .filter(p -> p.dataset() == dataset)
            .filter(p -> dates == null || dates.contains(p.eventDate()))
            .flatMap(p -> p.objectKeys().stream())
            .map(lake::copyOf)
            .toList();
    if (!files.isEmpty()) {
      workbench.viewOfParquet(name, files);
    } else if (dataset == Dataset.EVENTS) {
      workbench.tableAs(
          name,
          "select * exclude (arrived_id), cast(null as timestamp) as session_start,"
              + " cast(null as integer) as session_index, cast(null as varchar) as session_id"
              + " from arrived limit 0");
    } else {
      workbench.tableAs(
          name,
          "select cast(null as varchar) as actor_key, cast(null as timestamp) as started_at,"
              + " cast(null as timestamp) as ended_at, cast(null as date) as event_date limit 0");
    }
  }

  private static List<LocalDate> dates(List<Partition> curated, Dataset dataset) {
    return curated.stream()
        .filter(p -> p.dataset() == dataset && !p.objectKeys().isEmpty())
        .map(Partition::eventDate)
        .toList();
  }

  /**
   * Uploads the new files under new keys; nobody reads them before the publication, and if it never
   * comes they are removed.
   */
  private Map<Dataset, Map<LocalDate, List<String>>> upload(
      Map<Dataset, Map<LocalDate, List<Path>>> files, String project, long runId) {
    Map<Path, String> keys = new HashMap<>();
    Map<Dataset, Map<LocalDate, List<String>>> uploaded = new EnumMap<>(Dataset.class);
    files.forEach(
        (dataset, byDate) -> {
          Map<LocalDate, List<String>> keysByDate = new TreeMap<>();
          byDate.forEach(
              (date, ofDate) -> {
                for (Path file : ofDate) {
                  String unique = "run-" + runId + "-" + UUID.randomUUID();
                  String key = dataset.key(project, date, unique);
                  keys.put(file, key);
                  keysByDate.computeIfAbsent(date, d -> new ArrayList<>()).add(key);
                }
              });
          uploaded.put(dataset, keysByDate);
        });
    catalog.announce(keys.values());
    keys.forEach((file, key) -> lake.put(key, file));
    return uploaded;
  }

  private static void record(
      Publication publication, String project, Fetched object, long linesRead) throws SQLException {
    long linesWritten = object.linesWritten() == null ? linesRead : object.linesWritten();
    if (linesRead != linesWritten) {
      log.warn(
          "object {}: the archiver wrote {} lines, {} could be read",
          object.found().key(),
          linesWritten,
          linesRead);
    }
    publication.execute(
        "insert into mart.lake_object (object_key, area, project, received_date, lines_written,"
            + " lines_read, publication_id) values (?, ?, ?, ?, ?, ?, ?)",
        object.found().key(),
        object.found().object().area().prefix(),
        project,
        object.found().object().receivedHour().toLocalDate(),
        linesWritten,
        linesRead,
        publication.id());
  }

  private static void replacePartitions(
      Publication publication,
      Workbench workbench,
      Map<Dataset, Map<LocalDate, List<String>>> written)
      throws SQLException {
    for (Dataset dataset : Dataset.values()) {
      String affected = dataset == Dataset.SESSIONS ? "affected_session_date" : "affected_date";
      Map<String, Long> rows =
          workbench.counts(
              switch (dataset) {
                case EVENTS ->
                    "select cast(event_date as varchar), sum(events) from curated_receipt group by all";
                case SESSIONS ->
                    "select cast(event_date as varchar), count(*) from session group by all";
                case DAILY ->
                    "select cast(event_date as varchar), count(*) from daily group by all";
              });
      Map<LocalDate, List<String>> keys = written.getOrDefault(dataset, Map.of());
      for (LocalDate date : workbench.dates("select event_date from " + affected)) {
        publication.replacePartition(
            dataset,
            date,
            keys.getOrDefault(date, List.of()),
            rows.getOrDefault(date.toString(), 0L));
      }
    }
  }

  /** Counts for the closing balance: what is in the new partitions, and what was a duplicate. */
  private static void recordReceipts(Publication publication, Workbench workbench, String project)
      throws SQLException, IOException {
    publication.replaceDates(
        workbench,
        "curated_receipt",
        "mart.curated_receipt",
        "event_date",
        workbench.dates("select event_date from affected_date"));
    for (Map.Entry<String, Long> day :
        workbench
            .counts("select cast(received_date as varchar), events from duplicate_receipt")
            .entrySet()) {
      publication.execute(
          "insert into mart.duplicate_receipt as d (project, received_date, events)"
              + " values (?, ?, ?) on conflict (project, received_date)"
              + " do update set events = d.events + excluded.events",
          project,
          LocalDate.parse(day.getKey()),
          day.getValue());
    }
  }

  private void removeObsolete() {
    for (String key : catalog.obsoleteObjects(OBSOLETE_MINUTES)) {
      try {
        lake.remove(key);
        catalog.forgetObsolete(key);
      } catch (RuntimeException e) {
        // What the run published stays published; the next run tries again.
        log.warn("obsolete object {} cannot be removed: {}", key, e.toString());
      }
    }
  }
}
