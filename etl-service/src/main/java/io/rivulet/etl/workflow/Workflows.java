package io.rivulet.etl.workflow;

import io.rivulet.etl.run.Argument;
import io.rivulet.etl.run.Argument.InvalidArgumentException;
import io.rivulet.etl.run.Arguments;
import io.rivulet.etl.run.JobRun;
import io.rivulet.etl.run.JobRun.State;
import io.rivulet.etl.run.JobRuns;
import io.rivulet.etl.run.JobSettings;
import io.rivulet.etl.run.JobTable;
import io.rivulet.etl.run.RunQueue;
import io.rivulet.etl.run.RunQueue.NewRun;
import io.rivulet.etl.workflow.Condition.Match;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Chains of runs. A trigger by hand, by the clock or by new objects begins a chain; each trigger
 * that the end of a run of the chain fires adds a node to it, once. All methods want a transaction.
 *
 * <p>A run that has yet to begin will see whatever was published before, so a trigger that is to
 * start the same again makes that run its own instead: a slow job's queue does not grow.
 */
public final class Workflows {

  private static final Logger log = LoggerFactory.getLogger(Workflows.class);

  /** What a conditional run takes over from the run whose end started it. */
  private static final List<String> SCOPE = List.of("project", "from", "to");

  private final JdbcClient jdbc;
  private final JobRuns runs;
  private final JobTable jobs;
  private final RunQueue queue;

  public Workflows(JdbcClient jdbc, JobRuns runs, JobTable jobs, RunQueue queue) {
    this.jdbc = jdbc;
    this.runs = runs;
    this.jobs = jobs;
    this.queue = queue;
  }

  /**
   * Begins a chain.
   *
   * @param arguments checked ones
   * @return the id of its first run
   */
  public long begin(String trigger, String job, Map<String, String> arguments) {
    long chain = newChain(trigger);
    long run = queue.add(new NewRun(job, trigger, null, 1, arguments, chain, null));
    addNode(chain, trigger, run, null);
    return run;
  }

  private long newChain(String trigger) {
    return jdbc.sql("insert into workflow_run (trigger) values (?) returning workflow_run_id")
        .param(trigger)
        .query(Long.class)
        .single();
  }

  /** Begins a chain unless a run is ahead that does the same. */
  public void beginUnlessAhead(String trigger, String job, Map<String, String> arguments) {
    if (runs.ahead(job, arguments).isEmpty()) {
      begin(trigger, job, arguments);
    }
  }

  /** Queues the repetition of a run that failed; it takes the run's place in its chains. */
  public void repeat(JobRun failed, Instant notBefore) {
    String trigger = failed.trigger() == null ? failed.job() + JobRun.ON_DEMAND : failed.trigger();
    Long chain = failed.workflowRun();
    if (chain == null) {
      // Created by an older version, which knew no chains.
      chain = newChain(trigger);
      addNode(chain, trigger, failed.id(), null);
    }
    long run =
        queue.add(
            new NewRun(
                failed.job(),
                trigger,
                failed.id(),
                failed.attempt() + 1,
                failed.arguments(),
                chain,
                notBefore));
    jdbc.sql("update workflow_node set run_id = ? where run_id = ?")
        .params(run, failed.id())
        .update();
  }

  /** Fires what waits for the end of this run, in each chain that it belongs to. */
  public void ended(JobRun run) {
    // Runs of one chain that end at once do so one after the other: the second sees the first.
    List<Long> chains =
        jdbc.sql(
                "select workflow_run_id from workflow_run where workflow_run_id in"
                    + " (select workflow_run_id from workflow_node where run_id = ?)"
                    + " order by workflow_run_id for no key update")
            .param(run.id())
            .query(Long.class)
            .list();
    for (long chain : chains) {
      Map<String, State> ended = ended(chain);
      for (Watching trigger : watching(run.job())) {
        if (trigger.condition().holds(ended) && !hasNode(chain, trigger.name())) {
          fire(chain, trigger, run);
        }
      }
    }
  }

  private void fire(long chain, Watching trigger, JobRun by) {
    Optional<JobSettings> job = jobs.find(trigger.job());
    if (job.isEmpty() || job.get().isPaused()) {
      return;
    }
    Map<String, String> given = new TreeMap<>();
    Set<String> taken = new TreeSet<>();
    job.get().arguments().stream()
        .filter(a -> !a.isFixed())
        .map(Argument::name)
        .forEach(taken::add);
    for (String name : SCOPE) {
      if (taken.contains(name) && by.arguments().containsKey(name)) {
        given.put(name, by.arguments().get(name));
      }
    }
    given.putAll(trigger.arguments());
    Map<String, String> arguments;
    try {
      arguments = Arguments.resolve(trigger.job(), job.get().arguments(), given);
    } catch (InvalidArgumentException e) {
      // The end of a run must not fail because of what waits for it.
      log.error("trigger {} does not fire: {}", trigger.name(), e.getMessage());
      return;
    }
    long run =
        runs.ahead(trigger.job(), arguments)
            .orElseGet(
                () ->
                    queue.add(
                        new NewRun(
                            trigger.job(), trigger.name(), by.id(), 1, arguments, chain, null)));
    addNode(chain, trigger.name(), run, by.id());
    jdbc.sql("update trigger set last_fired_at = now() where trigger = ?")
        .param(trigger.name())
        .update();
  }

  private void addNode(long chain, String trigger, long run, @Nullable Long firedBy) {
    jdbc.sql(
            "insert into workflow_node (workflow_run_id, trigger, run_id, fired_by)"
                + " values (?, ?, ?, ?)")
        .params(Arrays.asList(chain, trigger, run, firedBy))
        .update();
  }

  private boolean hasNode(long chain, String trigger) {
    return jdbc.sql(
            "select exists (select 1 from workflow_node where workflow_run_id = ? and trigger = ?)")
        .params(chain, trigger)
        .query(Boolean.class)
        .single();
  }

  /** The state of each job of a chain whose latest run is over. */
  private Map<String, State> ended(long chain) {
    Map<String, State> ended = new TreeMap<>();
    jdbc.sql(
            "select distinct on (r.job) r.job, r.state from workflow_node n"
                + " join job_run r using (run_id) where n.workflow_run_id = ?"
                + " order by r.job, r.run_id desc")
        .param(chain)
        .query(
            (RowCallbackHandler)
                row -> {
                  State state = State.valueOf(row.getString("state"));
                  if (state.isFinal()) {
                    ended.put(row.getString("job"), state);
                  }
                });
    return ended;
  }

  /** A trigger in force that watches a job. */
  private record Watching(
      String name, String job, Map<String, String> arguments, Condition condition) {}

  private List<Watching> watching(String job) {
    Map<String, Map<String, Set<State>>> wanted = new TreeMap<>();
    jdbc.sql(
            "select c.trigger, c.watched_job, c.watched_state from trigger_condition c"
                + " where c.trigger in (select trigger from trigger_condition where watched_job = ?)")
        .param(job)
        .query(
            (RowCallbackHandler)
                row ->
                    wanted
                        .computeIfAbsent(row.getString("trigger"), t -> new TreeMap<>())
                        .computeIfAbsent(
                            row.getString("watched_job"), j -> EnumSet.noneOf(State.class))
                        .add(State.valueOf(row.getString("watched_state"))));
    if (wanted.isEmpty()) {
      return List.of();
    }
    return jdbc.sql(
            "select trigger, job, arguments, match from trigger where trigger in (:names)"
                + " and kind = 'CONDITIONAL' and not is_paused and retired_at is null"
                + " order by trigger")
        .param("names", wanted.keySet())
        .query(
            (row, n) ->
                new Watching(
                    row.getString("trigger"),
                    row.getString("job"),
                    JobRuns.arguments(row.getString("arguments")),
                    new Condition(
                        Match.valueOf(row.getString("match")),
                        wanted.getOrDefault(row.getString("trigger"), Map.of()))))
        .list();
  }

  /** The latest chains, newest first. */
  public List<WorkflowRun> latest(int limit) {
    return jdbc
        .sql("select workflow_run_id from workflow_run order by workflow_run_id desc limit ?")
        .param(limit)
        .query(Long.class)
        .list()
        .stream()
        .flatMap(id -> find(id).stream())
        .toList();
  }

  /** The chain of that id. */
  public Optional<WorkflowRun> find(long id) {
    return jdbc.sql("select trigger, started_at from workflow_run where workflow_run_id = ?")
        .param(id)
        .query(
            (row, n) ->
                WorkflowRun.of(
                    id,
                    row.getString("trigger"),
                    Objects.requireNonNull(JobRuns.instant(row, "started_at")),
                    nodes(id)))
        .optional();
  }

  private List<WorkflowRun.Node> nodes(long id) {
    return jdbc.sql(
            "select n.trigger, n.fired_by, r.run_id, r.job, r.state, r.attempt, r.message"
                + " from workflow_node n join job_run r using (run_id)"
                + " where n.workflow_run_id = ? order by r.run_id, n.trigger")
        .param(id)
        .query(
            (row, n) ->
                new WorkflowRun.Node(
                    row.getString("trigger"),
                    row.getString("job"),
                    row.getLong("run_id"),
                    State.valueOf(row.getString("state")),
                    row.getInt("attempt"),
                    row.getObject("fired_by", Long.class),
                    row.getString("message")))
        .list();
  }

  /** A chain cannot be resumed as asked; the message says why. */
  public static final class NotResumableException extends RuntimeException {
    NotResumableException(String message) {
      super(message);
    }
  }

  /**
   * Goes on with a chain from a node that did not succeed: the node runs again with the arguments
   * that it had, and what its end fired is forgotten, so that it fires anew.
   *
   * @param trigger of the node; null for every node that did not succeed and was not fired by
   *     another such
   * @return the new runs
   * @throws NotResumableException when the chain is not over, or the node is none that did not
   *     succeed
   */
  public List<Long> resume(long id, @Nullable String trigger) {
    jdbc.sql("select 1 from workflow_run where workflow_run_id = ? for no key update")
        .param(id)
        .query()
        .listOfRows();
    List<WorkflowRun.Node> nodes = nodes(id);
    if (nodes.stream().anyMatch(n -> !n.state().isFinal())) {
      throw new NotResumableException("workflow run " + id + " is not over");
    }
    List<WorkflowRun.Node> failed =
        nodes.stream()
            .filter(n -> n.state() != State.SUCCEEDED)
            .filter(n -> trigger == null || n.trigger().equals(trigger))
            .toList();
    if (failed.isEmpty()) {
      throw new NotResumableException(
          "workflow run "
              + id
              + " has no node "
              + (trigger == null ? "" : "'" + trigger + "' ")
              + "that did not succeed");
    }
    Set<String> below = new TreeSet<>();
    failed.forEach(n -> below.addAll(below(id, n.trigger())));
    List<WorkflowRun.Node> resumed =
        failed.stream().filter(n -> !below.contains(n.trigger())).toList();
    for (String forgotten : below) {
      jdbc.sql("delete from workflow_node where workflow_run_id = ? and trigger = ?")
          .params(id, forgotten)
          .update();
    }
    return resumed.stream().map(n -> runAgain(id, n)).toList();
  }

  private long runAgain(long id, WorkflowRun.Node node) {
    JobRun old = runs.find(node.runId()).orElseThrow();
    long run =
        queue.add(new NewRun(old.job(), node.trigger(), old.id(), 1, old.arguments(), id, null));
    jdbc.sql("update workflow_node set run_id = ? where workflow_run_id = ? and trigger = ?")
        .params(run, id, node.trigger())
        .update();
    return run;
  }

  /** The triggers of a chain that the end of a node fired, and those fired by these, and so on. */
  private List<String> below(long id, String trigger) {
    return jdbc.sql(
            "with recursive below as ("
                + " select trigger, run_id from workflow_node"
                + " where workflow_run_id = :id and trigger = :trigger"
                + " union"
                + " select n.trigger, n.run_id from below b"
                + " join workflow_node n on n.workflow_run_id = :id and n.fired_by = b.run_id)"
                + " select trigger from below where trigger <> :trigger")
        .param("id", id)
        .param("trigger", trigger)
        .query(String.class)
        .list();
  }
}
