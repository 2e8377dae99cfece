package io.rivulet.etl.model;

import io.rivulet.etl.Workbenches;
import io.rivulet.etl.analytics.CuratedData;
import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.engine.Workbench;
import io.rivulet.etl.lake.Lake;
import io.rivulet.etl.run.ProjectFailures;
import io.rivulet.etl.run.RunContext;
import io.rivulet.event.project.Money;
import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What jobs of models work with. */
record ModelParts(Lake lake, Warehouse warehouse, Workbenches workbenches, ModelRegistry registry) {

  /** Work on a project. */
  @FunctionalInterface
  interface Work {
    /** Does it; what is to be said of it, empty where there was nothing to do. */
    Optional<String> on(String project) throws Exception;
  }

  /** Does the work on each project that the run covers, one failing beside the others. */
  void forEachProject(RunContext run, Work work) throws Exception {
    List<String> said = new ArrayList<>();
    ProjectFailures failures =
        ProjectFailures.ofEach(
            run,
            warehouse.catalog().curatedProjects(),
            project -> {
              run.checkStop();
              work.on(project).ifPresent(message -> said.add(project + ": " + message));
            });
    run.say(String.join("; ", said));
    failures.throwIfAny();
  }

  Optional<CompleteDays> completeDays(String project) {
    return CompleteDays.of(JdbcClient.create(warehouse.tables()), project);
  }

  CuratedData curated(String project) throws SQLException {
    return new CuratedData(lake, warehouse.catalog().partitions(project));
  }

  Histories histories(
      Workbench workbench,
      String project,
      CuratedData curated,
      LocalDate firstDay,
      LocalDate end,
      String leavingEvent,
      Money money)
      throws SQLException, IOException {
    return Histories.read(
        workbench,
        curated,
        warehouse.tables(),
        workbenches.projects().timeZone(project),
        firstDay,
        end,
        leavingEvent,
        money);
  }
}
