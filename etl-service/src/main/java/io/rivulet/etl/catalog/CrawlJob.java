package io.rivulet.etl.catalog;

import io.micrometer.core.instrument.MeterRegistry;
import io.rivulet.etl.Workbenches;
import io.rivulet.etl.analytics.Catalog.RawObject;
import io.rivulet.etl.analytics.CuratedData;
import io.rivulet.etl.analytics.Dataset;
import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.engine.Workbench;
import io.rivulet.etl.lake.Lake;
import io.rivulet.etl.run.Job;
import io.rivulet.etl.run.ProjectFailures;
import io.rivulet.etl.run.RunContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * Describes in the Data Catalog what preprocess has read since the last time, each raw object once.
 * It stands beside the way of the data: whatever is wrong with it, no load waits for it.
 */
final class CrawlJob implements Job {
  private static final Logger log = LoggerFactory.getLogger(CrawlJob.class);

  static final String NAME = "crawl";

  /** Objects that are described in one transaction, rounded up to whole publications. */
  private static final int SLICE_OBJECTS = 1_000;

  private final Lake lake;
  private final Warehouse warehouse;
  private final Workbenches workbenches;
  private final DataCatalog catalog;
  private final MeterRegistry metrics;

  CrawlJob(
      Lake lake,
      Warehouse warehouse,
      Workbenches workbenches,
      DataCatalog catalog,
      MeterRegistry metrics) {
    this.lake = lake;
    this.warehouse = warehouse;
    this.workbenches = workbenches;
    this.catalog = catalog;
    this.metrics = metrics;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "Describes what is in the lake: tables, columns, types, examples, and how they change.";
  }

  @Override
  public void run(RunContext run) throws Exception {
    ProjectFailures.ofEach(
            run, warehouse.catalog().curatedProjects(), project -> crawl(run, project))
        .throwIfAny();
  }

  private void crawl(RunContext run, String project) throws IOException {
    long from = catalog.bookmark(project);
    List<RawObject> objects = warehouse.catalog().rawObjectsAfter(project, from);
    if (objects.isEmpty()) {
      return;
    }
    for (List<RawObject> slice : slices(objects)) {
      run.checkStop();
      long to = slice.get(slice.size() - 1).publicationId();
      Set<String> described = catalog.described(slice.stream().map(RawObject::key).toList());
      List<RawObject> unknown = slice.stream().filter(o -> !described.contains(o.key())).toList();
      RawLines lines = read(run, project, unknown);
      List<String> keys = unknown.stream().map(RawObject::key).toList();
      if (!catalog.add(run.runId(), project, from, to, keys, lines)) {
        log.info("project {}: another run of crawl was first", project);
        return;
      }
      count(lines);
      run.count(lines.events(), lines.tables().size(), 0);
      from = to;
    }
    describeDatasets(run, project);
  }

  /** Whole publications together, some {@value #SLICE_OBJECTS} objects at a time. */
  private static List<List<RawObject>> slices(List<RawObject> objects) {
    List<List<RawObject>> slices = new ArrayList<>();
    List<RawObject> slice = new ArrayList<>();
    for (RawObject object : objects) {
      if (slice.size() >= SLICE_OBJECTS
          && slice.get(slice.size() - 1).publicationId() != object.publicationId()) {
        slices.add(slice);
        slice = new ArrayList<>();
      }
      slice.add(object);
    }
    slices.add(slice);
    return slices;
  }

  private RawLines read(RunContext run, String project, List<RawObject> objects)
      throws IOException {
    RawLines lines = new RawLines(Limits.DEFAULT, catalog.eventTables(project));
    Path folder = workbenches.folder(run);
    try {
      for (RawObject object : objects) {
        run.checkStop();
        try {
          Path file = Path.of(lake.fetch(object.found(), folder).file());
          lines.read(file);
          Files.delete(file);
        } catch (NoSuchKeyException e) {
          log.info("object {} is gone, so it is not described", object.key());
        }
      }
    } finally {
      FileSystemUtils.deleteRecursively(folder);
    }
    return lines;
  }

  /** The curated datasets, as one of their newest files has them. */
  private void describeDatasets(RunContext run, String project) {
    CuratedData curated = new CuratedData(lake, warehouse.catalog().partitions(project));
    Map<Dataset, Long> rows = warehouse.catalog().rows(project);
    try (Workbench workbench = workbenches.open(run, project)) {
      for (Dataset dataset : Dataset.values()) {
        var dates = curated.dates(dataset);
        if (!dates.isEmpty()) {
          String newest = "newest_" + dataset.wireName();
          curated.view(workbench, newest, dataset, List.of(dates.last()));
          catalog.recordDataset(
              run.runId(),
              project,
              dataset.wireName(),
              workbench.columnTypes(newest),
              rows.getOrDefault(dataset, 0L),
              Map.of());
        }
      }
    }
  }

  private void count(RawLines lines) {
    count("rivulet.catalog.events", lines.events());
    count("rivulet.catalog.unreadable.lines", lines.unreadable());
    count(
        "rivulet.catalog.values.beyond.limits",
        lines.tables().values().stream().mapToLong(EventTable::refused).sum());
    count("rivulet.catalog.events.without.table", lines.withoutRoom());
  }

  private void count(String counter, long more) {
    metrics.counter(counter).increment((double) more);
  }
}
