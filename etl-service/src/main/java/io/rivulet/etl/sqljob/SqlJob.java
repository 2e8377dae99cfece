package io.rivulet.etl.sqljob;

import io.rivulet.etl.Workbenches;
import io.rivulet.etl.analytics.CuratedData;
import io.rivulet.etl.analytics.Dataset;
import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.engine.Engine;
import io.rivulet.etl.engine.Workbench;
import io.rivulet.etl.lake.Lake;
import io.rivulet.etl.run.Argument;
import io.rivulet.etl.run.Job;
import io.rivulet.etl.run.RunContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.util.FileSystemUtils;

/**
 * A query of an owner over each project's curated data, views {@code events} and {@code sessions},
 * whose rows replace those of a table that BI tools read. When it fails for one project, all
 * projects keep their rows.
 */
final class SqlJob implements Job {
  private final SqlJobFile file;
  private final Lake lake;
  private final Warehouse warehouse;
  private final Workbenches workbenches;
  private final StagedCheck check;
  private final CustomTable table;

  SqlJob(
      SqlJobFile file, Lake lake, Warehouse warehouse, Workbenches workbenches, StagedCheck check) {
    this.file = file;
    this.lake = lake;
    this.warehouse = warehouse;
    this.workbenches = workbenches;
    this.check = check;
    this.table =
        new CustomTable(warehouse.tables(), file.header().table(), file.header().description());
  }

  @Override
  public String name() {
    return file.header().job();
  }

  @Override
  public String description() {
    return file.header().description();
  }

  @Override
  public List<Argument> arguments() {
    return file.header().jobArguments();
  }

  @Override
  public void run(RunContext run) throws Exception {
    long begunAfter = table.lastPublication(name());
    Path results = workbenches.folder(run);
    try {
      Map<String, Path> rows = new TreeMap<>();
      Map<String, String> columns = new LinkedHashMap<>();
      List<Runnable> whenPublished = new ArrayList<>();
      for (String project : warehouse.catalog().curatedProjects()) {
        if (run.covers(project)) {
          run.checkStop();
          Path csv = results.resolve(project + ".csv");
          columns.putAll(compute(run, project, csv, whenPublished));
          rows.put(project, csv);
        }
      }
      run.checkStop();
      if (!rows.isEmpty()) {
        boolean isAll = run.argument("project").isEmpty();
        table.publish(name(), run.runId(), begunAfter, columns, rows, isAll);
        whenPublished.forEach(Runnable::run);
      }
    } finally {
      FileSystemUtils.deleteRecursively(results);
    }
  }

  /** Writes a project's rows into a file; answers the columns besides {@code project}. */
  private Map<String, String> compute(
      RunContext run, String project, Path csv, List<Runnable> whenPublished) throws IOException {
    CuratedData curated = new CuratedData(lake, warehouse.catalog().partitions(project));
    try (Workbench workbench = workbenches.open(run, project)) {
      for (Dataset dataset : List.of(Dataset.EVENTS, Dataset.SESSIONS)) {
        curated.view(workbench, "curated_" + dataset.wireName(), dataset);
        workbench.execute(
            "create view %s as select %s as project, * from curated_%1$s"
                .formatted(dataset.wireName(), Engine.literal(project)));
      }
      String query = file.sql();
      var unused = workbench.oneSelect(query);
      values(run, project)
          .forEach(
              (name, value) ->
                  workbench.execute(
                      "set variable "
                          + Workbench.identifier(name)
                          + " = "
                          + Engine.literal(value)));
      check.addViews(project, query, workbench);
      workbench.tableAs("result", query);
      Map<String, String> types = workbench.columnTypes("result");
      types.remove("project");
      Map<String, String> columns = CustomColumns.of(types);
      if (columns.isEmpty()) {
        throw new IllegalArgumentException("the query gives no columns besides project");
      }
      workbench.tableAs(
          "staged",
          "select "
              + Engine.literal(project)
              + " as project, "
              + columns.keySet().stream().map(CustomTable::quoted).collect(Collectors.joining(", "))
              + " from result");
      whenPublished.add(
          check.check(name(), run.runId(), project, workbench, table.name(), "staged"));
      Files.move(workbench.csv("staged"), csv, StandardCopyOption.REPLACE_EXISTING);
      run.count(
          workbench.number("select count(*) from events"),
          workbench.number("select count(*) from staged"),
          0);
      return columns;
    }
  }

  private Map<String, String> values(RunContext run, String project) {
    Map<String, String> values = new TreeMap<>();
    arguments().forEach(a -> run.argument(a.name()).ifPresent(v -> values.put(a.name(), v)));
    values.put("project", project);
    return values;
  }
}
