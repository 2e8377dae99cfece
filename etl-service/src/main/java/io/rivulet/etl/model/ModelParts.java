package io.rivulet.etl.model;

import io.rivulet.etl.Workbenches;
import io.rivulet.etl.analytics.CuratedData;
import io.rivulet.etl.analytics.Dataset;
import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.engine.Workbench;
import io.rivulet.etl.lake.Lake;
import io.rivulet.etl.model.ModelRegistry.Champion;
import io.rivulet.etl.report.PublishedRows;
import io.rivulet.etl.report.ReportDays;
import io.rivulet.etl.run.ProjectFailures;
import io.rivulet.etl.run.RunContext;
import io.rivulet.event.project.ItemProperty;
import io.rivulet.event.project.Money;
import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What jobs of models work with. */
public record ModelParts(
    Lake lake, Warehouse warehouse, Workbenches workbenches, ModelRegistry registry) {
  private static final Logger log = LoggerFactory.getLogger(ModelParts.class);

  /** Work on a project. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it. */
    T on(String project) throws Exception;
  }

  /**
   * Does the work on each project that the run covers, one failing beside the others, and says what
   * it returns, each with its project; empty where there was nothing to do.
   */
  public void forEachProject(RunContext run, Work<Optional<String>> work) throws Exception {
    tellOfEachProject(
        run, project -> work.on(project).map(said -> project + ": " + said).stream().toList());
  }

  /** The same for work that names the project itself in what is to be said. */
  void tellOfEachProject(RunContext run, Work<List<String>> work) throws Exception {
    List<String> said = new ArrayList<>();
    ProjectFailures failures =
        ProjectFailures.ofEach(
            run,
            warehouse.catalog().curatedProjects(),
            project -> {
              run.checkStop();
              said.addAll(work.on(project));
            });
    run.say(String.join("; ", said));
    failures.throwIfAny();
  }

  /** What a champion learned; empty where a later version of the code cannot read it. */
  <M> Optional<M> learned(
      String project, String model, Champion<?> champion, Function<byte[], M> reader) {
    try {
      return Optional.of(reader.apply(registry.artifact(project, model, champion)));
    } catch (IllegalArgumentException e) {
      log.warn("project {}: version {}: {}", project, champion.version(), e.getMessage());
      return Optional.empty();
    }
  }

  Optional<CompleteDays> completeDays(String project) {
    return CompleteDays.of(JdbcClient.create(warehouse.tables()), project);
  }

  /** The project's curated datasets as they are now. */
  public CuratedData curated(String project) throws SQLException {
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
    loadPersons(workbench, project, curated, firstDay, end);
    return Histories.read(workbench, firstDay, end, leavingEvent, money);
  }

  ItemHistories itemHistories(
      Workbench workbench,
      String project,
      CuratedData curated,
      List<ItemProperty> items,
      LocalDate firstDay,
      LocalDate end,
      LocalDate knownBefore)
      throws SQLException, IOException {
    loadPersons(workbench, project, curated, firstDay, end);
    return ItemHistories.read(workbench, items, firstDay, end, knownBefore);
  }

  /**
   * Makes the relations from which histories are computed: {@code event} of these days and {@code
   * identity}, with the persons as the reports have them.
   */
  private void loadPersons(
      Workbench workbench, String project, CuratedData curated, LocalDate firstDay, LocalDate end)
      throws SQLException, IOException {
    List<LocalDate> days = firstDay.datesUntil(end).toList();
    curated.view(
        workbench,
        "event",
        Dataset.EVENTS,
        ReportDays.utcDatesOf(days, workbenches.projects().timeZone(project)));
    new PublishedRows(workbench, warehouse.tables())
        .load("identity", "true", "identity", List.of("identity_key", "person_id"));
  }
}
