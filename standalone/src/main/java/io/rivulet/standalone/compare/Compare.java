package io.rivulet.standalone.compare;

import io.rivulet.launcher.ShortDuration;
import io.rivulet.standalone.compare.Comparison.Source;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code ./run compare}: checks the reports of a project against its event files. */
@Command(
    name = "./run compare",
    sortOptions = false,
    exitCodeOnExecutionException = Compare.USAGE,
    description = {
      "Computes sessions and metrics from event files with code of its own and compares them with"
          + " what the project's bi views show. With --truth, the files' published figures are"
          + " compared too.",
      "The project must hold the events of these files and no others, have time zone UTC and the"
          + " usual session rule, and count bots (bots: include) where the files have any.",
      "Figures of \"all\" are those of all events, figures of \"users\" those of events that carry"
          + " a userId and no anonymousId."
    },
    footerHeading = "%nExit code:%n",
    footer = {
      "  0  everything that could be compared is equal",
      "  1  something differs",
      "  2  wrong usage, unreadable file, or no database"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Compare implements Callable<Integer> {
  static final int EQUAL = 0;
  static final int DIFFERENT = 1;
  static final int USAGE = 2;

  static final String ALL = "all";
  static final String USERS = "users";

  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this text.")
  @SuppressWarnings("UnusedVariable") // picocli reads it
  private boolean help;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Event file, .ndjson or .ndjson.gz; - reads standard input.")
  private List<String> files;

  @Option(names = "--project", paramLabel = "ID", description = "Project whose reports to read.")
  private @Nullable String project;

  @Option(
      names = "--truth",
      paramLabel = "FILE",
      description = "Published figures for these files, truth.json.")
  private @Nullable Path truthFile;

  @Option(names = "--no-database", description = "Compare the files with --truth only.")
  private boolean noDatabase;

  @Option(
      names = "--jdbc-url",
      defaultValue = "jdbc:postgresql://localhost:${RIVULET_POSTGRES_PORT:-5433}/analytics",
      paramLabel = "URL",
      description = "Database with schema bi (default: ${DEFAULT-VALUE}).")
  private String jdbcUrl;

  @Option(
      names = "--user",
      defaultValue = "bi_reader",
      paramLabel = "NAME",
      description = "Role to read it as (default: ${DEFAULT-VALUE}).")
  private String user;

  @Option(
      names = "--password",
      defaultValue = "bi_reader",
      paramLabel = "TEXT",
      description = "Its password (default: ${DEFAULT-VALUE}).")
  private String password;

  @Option(names = "--users-only", description = "Leave out what concerns events without a userId.")
  private boolean usersOnly;

  @Option(
      names = "--max-session",
      defaultValue = "24h",
      converter = ShortDuration.class,
      paramLabel = "DURATION",
      description = "The project's session max-duration (default: ${DEFAULT-VALUE}).")
  private Duration maxSession;

  @Option(
      names = "--wait",
      defaultValue = "0s",
      converter = ShortDuration.class,
      paramLabel = "DURATION",
      description = "Wait that long for all events to be in the reports (default: not at all).")
  private Duration wait;

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(execute(args));
  }

  /** Runs the command; returns its exit code. */
  static int execute(String... args) {
    CommandLine commandLine = new CommandLine(new Compare());
    commandLine.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          if (!(e instanceof IOException
              || e instanceof SQLException
              || e instanceof IllegalArgumentException)) {
            throw e;
          }
          command.getErr().println("compare: " + e.getMessage());
          command.getErr().flush();
          return USAGE;
        });
    return commandLine.execute(args);
  }

  @Override
  public Integer call() throws IOException, SQLException, InterruptedException {
    check();
    PrintWriter out = spec.commandLine().getOut();
    EventRows read = EventRows.read(files);
    Map<String, Reference> byScope = references(read);
    out.printf("%d lines, %d events%n", read.lines(), read.rows().size());

    Comparison comparison = new Comparison();
    byScope.forEach((scope, reference) -> putComputed(comparison, scope, reference));
    if (truthFile != null) {
      Truth truth = Truth.read(truthFile);
      truth.put(comparison, byScope, rule());
      if (!truth.unchecked().isEmpty()) {
        out.println("not checked of the truth: " + String.join(", ", truth.unchecked()));
      }
    }
    if (project != null && !noDatabase) {
      try (Connection connection = DriverManager.getConnection(jdbcUrl, user, password)) {
        Views views = new Views(connection, project);
        awaitEvents(views, read.rows().size(), out);
        putReported(comparison, byScope, views);
      }
    }

    comparison.print(out);
    List<String> unequal = comparison.unequal();
    out.println(
        unequal.isEmpty()
            ? "all " + comparison.compared() + " metrics are equal"
            : unequal.size() + " of " + comparison.compared() + " metrics differ");
    out.flush();
    return comparison.allEqual() ? EQUAL : DIFFERENT;
  }

  private Map<String, Reference> references(EventRows read) throws IOException {
    List<EventRow> ofUsers = read.rows().stream().filter(row -> !row.actor().isInstance()).toList();
    Map<String, Reference> byScope = new LinkedHashMap<>();
    if (!usersOnly) {
      byScope.put(ALL, new Reference(read.rows()));
    }
    if (usersOnly || (!ofUsers.isEmpty() && ofUsers.size() < read.rows().size())) {
      byScope.put(USERS, new Reference(ofUsers));
    }
    if (byScope.values().stream().allMatch(reference -> reference.events() == 0)) {
      throw new IOException("no events to compare in " + String.join(", ", files));
    }
    return byScope;
  }

  /** The rule by which the reports count sessions. */
  private Sessions rule() {
    return new Sessions(Sessions.HALF_AN_HOUR, maxSession, false);
  }

  private void putComputed(Comparison comparison, String scope, Reference reference) {
    Metrics.putComputed(comparison, scope, reference);
    List<Session> sessions = reference.sessions(rule());
    Metrics.putSessions(comparison, scope, Source.COMPUTED, sessions);
    comparison.put(
        scope + ": " + Metrics.STARTED_PER_DAY,
        Source.COMPUTED,
        Figure.PerKey.of(Reference.startedPerDay(sessions)));
  }

  private static void putReported(
      Comparison comparison, Map<String, Reference> byScope, Views views) throws SQLException {
    for (Map.Entry<String, Reference> scope : byScope.entrySet()) {
      String name = scope.getKey();
      List<Session> sessions = views.sessions(name.equals(USERS));
      long events = sessions.stream().mapToLong(Session::events).sum();
      Metrics.putSessions(comparison, name, Source.RIVULET, sessions);
      comparison.put(name + ": " + Metrics.EVENTS, Source.RIVULET, Figure.Amount.of(events));
      if (name.equals(USERS)) {
        comparison.put(
            name + ": " + Metrics.PERSONS,
            Source.RIVULET,
            Figure.Amount.of(views.usersOfSessionsWithoutInstance()));
      } else {
        LocalDate lastDay = LocalDate.ofInstant(scope.getValue().lastEventAt(), ZoneOffset.UTC);
        views.putReports(comparison, name, lastDay);
      }
    }
  }

  private void awaitEvents(Views views, long expected, PrintWriter out)
      throws SQLException, InterruptedException {
    long until = System.nanoTime() + wait.toNanos();
    long events = views.events();
    while (events < expected && System.nanoTime() < until) {
      Thread.sleep(1_000);
      events = views.events();
    }
    out.printf("%d of %d events in the reports of %s%n", events, expected, project);
    out.flush();
  }

  private void check() {
    if (project == null && !noDatabase) {
      throw new ParameterException(spec.commandLine(), "--project or --no-database is needed");
    }
    if (noDatabase && truthFile == null) {
      throw new ParameterException(spec.commandLine(), "--no-database needs --truth");
    }
    if (maxSession.isNegative() || maxSession.isZero()) {
      throw new ParameterException(spec.commandLine(), "--max-session must be positive");
    }
  }
}
