package io.rivulet.etl.erase;

import io.rivulet.etl.Workbenches;
import io.rivulet.etl.analytics.Bookmark;
import io.rivulet.etl.analytics.CuratedData;
import io.rivulet.etl.analytics.Publication;
import io.rivulet.etl.analytics.Suppressions;
import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.engine.Portions;
import io.rivulet.etl.engine.Workbench;
import io.rivulet.etl.erase.Erasures.Pending;
import io.rivulet.etl.lake.Lake;
import io.rivulet.etl.lake.Lake.Found;
import io.rivulet.etl.preprocess.PreprocessJob;
import io.rivulet.etl.preprocess.Removal;
import io.rivulet.etl.preprocess.Scope;
import io.rivulet.etl.report.ReportJob;
import io.rivulet.etl.run.Argument;
import io.rivulet.etl.run.Job;
import io.rivulet.etl.run.ProjectFailures;
import io.rivulet.etl.run.RunContext;
import io.rivulet.etl.run.RunContext.StoppedException;
import io.rivulet.etl.verify.Alone;
import io.rivulet.etl.verify.Shadow;
import io.rivulet.event.EventJson;
import io.rivulet.event.ForgetRequest;
import io.rivulet.event.RejectedEvent;
import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases a person from everything: raw and refused lines, curated data, reports, and what the
 * stream and the catalog remember; what comes of them later is not curated. A run that dies goes on
 * where it was when it is repeated. Never logs an id.
 *
 * <p>Without a person it removes from {@code raw/} what came of erased persons since.
 */
final class EraseJob implements Job {
  private static final Logger log = LoggerFactory.getLogger(EraseJob.class);

  static final String NAME = "erase";

  /** Events of the days that one publication writes anew, unless a single day has more. */
  private static final long MOST_EVENTS = 5_000_000;

  private final Lake lake;
  private final Warehouse warehouse;
  private final Workbenches workbenches;
  private final Shadow shadow;
  private final PreprocessJob preprocess;
  private final ReportJob report;
  private final OlderRows olderRows;
  private final Removal removal;
  private final Erasures erasures;
  private final LakeErasure lines;
  private final Elsewhere elsewhere;

  /**
   * @param report publishes whatever rules say: they must not keep anybody's rows
   */
  EraseJob(
      Lake lake,
      Warehouse warehouse,
      Workbenches workbenches,
      Shadow shadow,
      PreprocessJob preprocess,
      ReportJob report,
      Erasures erasures,
      Elsewhere elsewhere) {
    this.lake = lake;
    this.warehouse = warehouse;
    this.workbenches = workbenches;
    this.shadow = shadow;
    this.preprocess = preprocess;
    this.report = report;
    this.olderRows = new OlderRows(lake, warehouse, workbenches);
    this.removal = new Removal(lake, warehouse, workbenches);
    this.erasures = erasures;
    this.lines = new LakeErasure(lake, workbenches, erasures);
    this.elsewhere = elsewhere;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "Erases a person from everything; without one, what came of erased persons since.";
  }

  @Override
  public List<Argument> arguments() {
    return List.of(
        new Argument("project", Argument.Kind.TEXT, "The project; it must be named with a person."),
        new Argument("user", Argument.Kind.PERSONAL, "The id of the user to erase."),
        new Argument(
            "instance",
            Argument.Kind.PERSONAL,
            "The id of the instance (anonymousId) to erase: what it sent while nobody was named."),
        new Argument(
            "lift", Argument.Kind.FLAG, "Whether events of the person may come again afterwards."));
  }

  @Override
  public boolean isLong() {
    return true;
  }

  @Override
  public void run(RunContext run) throws Exception {
    Optional<Asked> asked = Asked.by(run);
    if (asked.isPresent()) {
      String project =
          run.argument("project")
              .orElseThrow(() -> new IllegalArgumentException("erase needs a project"));
      alone(project, () -> erase(run, project, asked.get()));
    } else {
      ProjectFailures.ofEach(
              run, erasures.projects(), project -> alone(project, () -> removeLate(run, project)))
          .throwIfAny();
    }
  }

  /** What verify or rebuild has read meanwhile would come back with it. */
  private void alone(String project, Work work) throws Exception {
    Alone alone = shadow.alone(project);
    try {
      work.run();
    } finally {
      alone.close();
    }
  }

  @FunctionalInterface
  private interface Work {
    void run() throws Exception;
  }

  private void removeLate(RunContext run, String project) throws SQLException, IOException {
    Suppressions suppressions = warehouse.catalog().suppressions(project);
    removal.recount(run, project, lines.late(run, suppressions));
  }

  private void erase(RunContext run, String project, Asked asked) throws Exception {
    shadow.forget(project);
    readWhatCame(run, project);
    Pending erasure = begin(run, project, asked);
    Person person = erasure.person();
    Suppressions suppressions = warehouse.catalog().suppressions(project);

    erasures.count(erasure.id(), "older_rows", olderRows.remove(run, project, asked));
    removeFromLake(run, erasure, suppressions);
    RunContext ofProject = new RunContext(run.runId(), Optional.of(project));
    run.onStop(ofProject::requestStop);
    report.run(ofProject);
    elsewhere
        .erase(project, projectsOfRefused(project), person)
        .forEach((layer, n) -> erasures.count(erasure.id(), layer, n));
    erasures.count(
        erasure.id(), "curated_files", removal.removeReplaced(project, erasure.requestedAt()));
    askStreamToForget(project, erasure);

    if (run.flag("lift")) {
      int lifted = erasures.lift(project, asked.hash(suppressions), person.hashes(suppressions));
      log.info("project {}: {} suppressed ids are lifted", project, lifted);
    }
    erasures.done(erasure.id());
    log.info("project {}: erasure {} is done", project, erasure.id());
  }

  /** Who is meant is seen best when everything is curated; but no rule keeps anybody. */
  private void readWhatCame(RunContext run, String project) {
    try {
      preprocess.read(run, project, new Scope(Optional.empty(), Optional.empty()));
    } catch (StoppedException e) {
      throw e;
    } catch (Exception e) {
      run.checkStop();
      // Its message may quote a row.
      log.warn(
          "project {}: not all that came could be read first: {}",
          project,
          e.getClass().getSimpleName());
    }
  }

  /** Finds the person, and from then on nothing of them is curated any more. */
  private Pending begin(RunContext run, String project, Asked asked)
      throws SQLException, IOException {
    String hash = asked.hash(warehouse.catalog().suppressions(project));
    return Publication.untilNotOvertaken(
        () -> {
          run.checkStop();
          Bookmark bookmark = warehouse.catalog().bookmark(PreprocessJob.NAME, project);
          try (Workbench workbench = workbenches.open(run, project)) {
            CuratedData curated = new CuratedData(lake, warehouse.catalog().partitions(project));
            Person found = Person.find(workbench, curated, asked);
            Person person =
                erasures.pending(project, hash).map(p -> found.and(p.person())).orElse(found);
            try (Publication publication =
                warehouse.publish(PreprocessJob.NAME, project, run.runId(), bookmark)) {
              erasures.begin(
                  publication,
                  workbench,
                  hash,
                  person,
                  warehouse.catalog().suppressions(project),
                  run.runId());
              publication.commit(publication.id());
            }
            return erasures.pending(project, hash).orElseThrow();
          }
        });
  }

  private void removeFromLake(RunContext run, Pending erasure, Suppressions suppressions)
      throws SQLException, IOException {
    String project = suppressions.project();
    List<Found> rewritten = lines.raw(run, erasure.id(), erasure.person(), suppressions);
    Map<LocalDate, Long> events = warehouse.catalog().eventsByDate(project);
    long removed = 0;
    for (List<LocalDate> dates :
        Portions.of(
            erasures.dates(erasure.id()), date -> events.getOrDefault(date, 0L), MOST_EVENTS)) {
      removed += removal.remove(run, project, erasure.id(), dates);
    }
    erasures.count(erasure.id(), "curated_events", removed);
    removal.recount(run, project, rewritten);
    for (String ofRefused : projectsOfRefused(project)) {
      removal.recount(
          run, ofRefused, lines.quarantine(run, ofRefused, erasure.id(), erasure.person()));
    }
  }

  /** Nobody knows of which project a request without a known key was. */
  private static List<String> projectsOfRefused(String project) {
    return List.of(project, RejectedEvent.UNKNOWN_PROJECT);
  }

  private void askStreamToForget(String project, Pending erasure) {
    Person person = erasure.person();
    Set<String> instances =
        Stream.concat(person.instances().stream(), person.shared().stream())
            .collect(Collectors.toSet());
    lake.putText(
        ForgetRequest.key(project, erasure.id()),
        EventJson.mapper()
            .writeValueAsString(
                new ForgetRequest(project, List.copyOf(person.users()), List.copyOf(instances))));
  }
}
