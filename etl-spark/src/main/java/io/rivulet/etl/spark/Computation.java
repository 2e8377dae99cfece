package io.rivulet.etl.spark;

import io.rivulet.etl.analytics.Catalog.Partition;
import io.rivulet.etl.analytics.CuratedData;
import io.rivulet.etl.analytics.Dataset;
import io.rivulet.etl.lake.Lake.Found;
import io.rivulet.etl.preprocess.Arrival;
import io.rivulet.etl.preprocess.Curation;
import io.rivulet.etl.report.Report;
import io.rivulet.etl.run.RunContext;
import io.rivulet.event.LakeObject.Area;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A project from its raw objects to the rows of its reports in one go, without a database.
 *
 * @param output the root of a lake of its own, without a slash at its end
 */
record Computation(HadoopLake lake, URI output, SparkEngines engines) {
  private static final List<String> REPORTS =
      List.of(
          "session_row",
          "daily_activity",
          "day_completeness",
          "event_daily",
          "device_daily",
          "person_day",
          "retention",
          "person",
          "identity");

  void run(String project) throws IOException {
    RunContext run = new RunContext(0, Optional.of(project));
    List<Found> raw =
        Stream.of(Area.values())
            .flatMap(area -> lake.objects(area, project, Optional.empty()))
            .toList();
    List<Partition> partitions = new ArrayList<>();
    HadoopLake target =
        new HadoopLake(output, engines.spark().sparkContext().hadoopConfiguration());
    try (SparkEngine engine = engines.open(run, project)) {
      Arrival.stage(engine, lake, List.of(), raw);
      Map<Dataset, Map<LocalDate, List<URI>>> files =
          new Curation(engine, new CuratedData(lake, List.of())).files();
      files.forEach(
          (dataset, byDate) ->
              byDate.forEach(
                  (date, ofDate) -> {
                    List<String> keys = new ArrayList<>();
                    for (URI file : ofDate) {
                      String key = dataset.key(project, date, "part-" + keys.size());
                      target.remove(key);
                      target.put(key, file);
                      keys.add(key);
                    }
                    partitions.add(new Partition(dataset, date, keys, 1));
                  }));
    }
    try (SparkEngine engine = engines.open(run, project)) {
      Report.make(
          engine,
          new CuratedData(target, partitions),
          0,
          engines.projects().timeZone(project),
          Files.createFile(engine.folder().resolve("published_identity.csv")),
          0);
      for (String relation : REPORTS) {
        engine.write(relation, URI.create(output + "/report/" + relation + "/project=" + project));
      }
    }
  }
}
