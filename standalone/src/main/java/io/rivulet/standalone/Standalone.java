package io.rivulet.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rivulet.embedded.PostgresServer;
import io.rivulet.embedded.S3Server;
import io.rivulet.event.project.ProjectsFile;
import io.rivulet.event.project.ProjectsFile.InvalidProjectsException;
import io.rivulet.launcher.Part;
import io.rivulet.standalone.demo.Demo;
import io.rivulet.standalone.demo.DemoModels;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Starts the whole suite on one machine and keeps it until the process is asked to end. */
public final class Standalone {
  /** The argument that has the demo sent. */
  private static final String DEMO = "--demo";

  private final AtomicInteger exitStatus = new AtomicInteger();
  private final boolean isDemo;
  private volatile boolean stopping;

  private Standalone(boolean isDemo) {
    this.isDemo = isDemo;
  }

  /**
   * Refuses, or gives up when a store ends by itself, with one sentence on stderr and exit status
   * 1; ends with 0 on Ctrl-C and SIGTERM.
   */
  public static void main(String[] arguments) {
    new Standalone(List.of(arguments).contains(DEMO)).run();
  }

  private void run() {
    try {
      var settings = Settings.of(System.getenv());
      var projects = validProjects(settings);
      var data = DataFolder.open(settings.home());
      var demo = isDemo ? Optional.of(demo(settings, projects, data)) : Optional.<Demo>empty();
      configureLogging(data);
      stopLeftOverPostgres(data);
      Ports.requireFree(settings);

      var suite = new Suite();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(suite), "stop"));
      System.out.println("Starting Rivulet on the data in " + settings.home() + " ...");
      endWithAStore(suite, settings);
      suite.start(settings, data);
      System.out.print(overview(settings, data));
      System.out.println("Rivulet is ready");
      if (demo.isPresent()) {
        send(demo.get(), settings, data);
      }
      new CountDownLatch(1).await();
    } catch (StartRefused e) {
      end(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      System.exit(0);
    } catch (RuntimeException | Error e) {
      end("The start failed: " + e + ".");
    }
  }

  /** In a thread of its own, because the one that tells it is the store's, which is stopped. */
  private void endWithAStore(Suite suite, Settings settings) {
    var unused =
        suite
            .failure()
            .thenAcceptAsync(
                reason -> end("%s; what was before is in %s.".formatted(reason, logFile(settings))),
                task -> new Thread(task, "end").start());
  }

  /** Says the first reason only, and none when the process was asked to end. */
  private void end(String reason) {
    if (!stopping && exitStatus.compareAndSet(0, 1)) {
      System.err.println("rivulet: " + reason);
    }
    System.exit(exitStatus.get());
  }

  private static ProjectsFile validProjects(Settings settings) throws StartRefused {
    try {
      return new ProjectsFile(settings.projects());
    } catch (InvalidProjectsException e) {
      throw new StartRefused(e.getMessage() + " (RIVULET_PROJECTS names another file).", e);
    }
  }

  private static Demo demo(Settings settings, ProjectsFile projects, DataFolder data)
      throws StartRefused {
    return Demo.of(data.path("demo-launch"), projects.current())
        .orElseThrow(
            () ->
                new StartRefused(
                    "%s needs a project '%s' with a revolt-secret in %s."
                        .formatted(DEMO, Demo.PROJECT, settings.projects())));
  }

  /** The suite goes on in any case. */
  private void send(Demo demo, Settings settings, DataFolder data)
      throws InterruptedException, StartRefused {
    var out = new PrintWriter(System.out, true, UTF_8);
    try {
      var problem = demo.send(URI.create("http://127.0.0.1:" + settings.port(Part.INGEST)), out);
      if (problem.isPresent() && !stopping) {
        System.err.println("rivulet: The demo is not complete: " + problem.get() + ".");
        return;
      }
    } catch (IOException e) {
      System.err.println("rivulet: The demo could not be sent: " + e + ".");
      return;
    }
    out.println(
        "The demo is in. Within a minute or two the reports have it: http://127.0.0.1:%d/?project=%s"
            .formatted(settings.port(Part.DASHBOARD), Demo.PROJECT));
    learn(demo, settings, data, out);
  }

  private void learn(Demo demo, Settings settings, DataFolder data, PrintWriter out)
      throws InterruptedException, StartRefused {
    var token = settings.adminToken().isPresent() ? settings.adminToken().get() : data.adminToken();
    var models = new DemoModels(URI.create("http://127.0.0.1:" + settings.port(Part.ETL)), token);
    try {
      if (models.learn(demo.events())) {
        out.println(
            "Models have learned from it. Within a minute pages Churn, Segments and Recommendations"
                + " have what they tell; page Models tells how good they are.");
      }
    } catch (IOException e) {
      if (!stopping) {
        System.err.println("rivulet: No model could learn from the demo: " + e + ".");
      }
    }
  }

  /** One configuration for all services in the process, before anything logs. */
  private static void configureLogging(DataFolder data) {
    System.setProperty("rivulet.logs", data.path("logs").toString());
    System.setProperty("logback.configurationFile", "standalone-logback.xml");
    System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }

  private static void stopLeftOverPostgres(DataFolder data) throws StartRefused {
    try {
      PostgresServer.stopLeftOver(data.path("postgresql"));
    } catch (IOException e) {
      throw new StartRefused("PostgreSQL cannot be started: " + e.getMessage() + ".", e);
    }
  }

  /** Runs when the process is asked to end, and ends it. */
  private void stop(Suite suite) {
    stopping = true;
    System.out.println("Stopping Rivulet ...");
    suite.close();
    LoggerFactory.getLogger(Standalone.class).info("Stopped");
    // An asked-for end is a success, where the JVM would report the signal.
    Runtime.getRuntime().halt(exitStatus.get());
  }

  private static Path logFile(Settings settings) {
    return settings.home().resolve("logs").resolve("rivulet.log");
  }

  private static String overview(Settings settings, DataFolder data) throws StartRefused {
    return """

        Dashboard     http://127.0.0.1:%1$d    %14$s
        Send events   http://127.0.0.1:%2$d/v1/batch    write key demo-write-key (%3$s)
        ETL           http://127.0.0.1:%4$d/api/runs    token in %5$s
        PostgreSQL    psql postgresql://bi_reader:bi_reader@127.0.0.1:%6$d/analytics
        S3            http://127.0.0.1:%7$d/%8$s    access key %9$s, secret %10$s
        Kafka         127.0.0.1:%11$d
        Logs          %12$s

        A first event:
          curl -u demo-write-key: -H 'Content-Type: application/json' http://127.0.0.1:%2$d/v1/track \\
            -d '{"anonymousId": "me", "event": "First Steps"}'

        Ctrl-C stops everything; the data stays in %13$s.
        """
        .formatted(
            settings.port(Part.DASHBOARD),
            settings.port(Part.INGEST),
            settings.projects(),
            settings.port(Part.ETL),
            settings.adminToken().isPresent()
                ? "RIVULET_ADMIN_TOKEN"
                : settings.home().resolve("admin-token"),
            settings.port(Part.POSTGRES),
            settings.port(Part.S3),
            Settings.BUCKET,
            S3Server.ACCESS_KEY_ID,
            S3Server.SECRET_ACCESS_KEY,
            settings.port(Part.KAFKA),
            logFile(settings),
            settings.home(),
            data.firstDashboardPassword()
                .map(password -> "sign in as admin, one-time password " + password)
                .orElse("sign in with the password that you chose"));
  }
}
