package io.rivulet.standalone;

import io.rivulet.embedded.KafkaBroker;
import io.rivulet.embedded.PostgresServer;
import io.rivulet.embedded.S3Server;
import io.rivulet.launcher.Part;
import io.rivulet.launcher.Service;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that runs: the stores, then the services on them. Parts that do not need each other
 * start together. {@link #close} may come at any time, also while parts are starting.
 */
final class Suite implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Suite.class);

  private static final Duration READY_LIMIT = Duration.ofMinutes(2);
  private static final Duration READY_POLL = Duration.ofMillis(200);

  /** How long a stop waits for parts that are starting. */
  private static final Duration START_LIMIT = Duration.ofSeconds(20);

  private static final Duration STOP_LIMIT = Duration.ofSeconds(8);

  private final Map<Part, AutoCloseable> running =
      Collections.synchronizedMap(new EnumMap<>(Part.class));
  private final CompletableFuture<String> failure = new CompletableFuture<>();

  /** Every start holds the read lock; whoever closes waits for the write lock. */
  private final ReadWriteLock starts = new ReentrantReadWriteLock();

  private volatile boolean closing;

  /**
   * Starts everything and returns when every service says that it is ready.
   *
   * @throws StartRefused naming the part that did not start; {@link #close} stops the others
   */
  void start(Settings settings, DataFolder data) throws StartRefused {
    var adminToken =
        settings.adminToken().isPresent() ? settings.adminToken().get() : data.adminToken();
    var kafka =
        startLater(
            Part.KAFKA, () -> KafkaBroker.start(data.path("kafka"), settings.port(Part.KAFKA)));
    var s3 = startLater(Part.S3, () -> startS3(settings, data));
    var postgres = startLater(Part.POSTGRES, () -> startPostgres(settings, data));
    await(List.of(kafka, s3, postgres));
    failWith(kafka.join().failure());
    failWith(postgres.join().failure());

    var services = new ServiceSettings(settings, data, kafka.join(), postgres.join(), adminToken);
    var stream =
        startLater(Part.SESSIONIZER, () -> run(Part.SESSIONIZER, services))
            .thenRun(() -> start(Part.INGEST, () -> run(Part.INGEST, services)));
    // The etl-service makes the tables and views that the dashboard reads.
    var reports =
        startLater(Part.ETL, () -> run(Part.ETL, services))
            .thenRun(() -> start(Part.DASHBOARD, () -> run(Part.DASHBOARD, services)));
    await(List.of(stream, reports));
    for (Part service : List.of(Part.INGEST, Part.SESSIONIZER, Part.ETL, Part.DASHBOARD)) {
      awaitReady(service, settings.port(service));
    }
  }

  /** Completes with the reason when a store has ended by itself: the others are of no use then. */
  CompletableFuture<String> failure() {
    return failure;
  }

  /**
   * Stops what runs: first the door, then those who read and write, then the stores. What is
   * starting is waited for; nothing starts any more.
   */
  @Override
  public void close() {
    closing = true;
    awaitStarts();
    stop(List.of(Part.INGEST));
    stop(List.of(Part.SESSIONIZER, Part.ETL, Part.DASHBOARD));
    stop(List.of(Part.POSTGRES, Part.S3));
    stop(List.of(Part.KAFKA));
  }

  private void failWith(CompletableFuture<String> store) {
    var unused = store.thenAccept(failure::complete);
  }

  private void awaitStarts() {
    try {
      if (!starts.writeLock().tryLock(START_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        log.warn("Going on although not all has started after {} s", START_LIMIT.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static S3Server startS3(Settings settings, DataFolder data) {
    var server = S3Server.start(data.path("s3"), settings.port(Part.S3));
    server.createBucket(Settings.BUCKET);
    server.setSystemProperties();
    return server;
  }

  private static PostgresServer startPostgres(Settings settings, DataFolder data) {
    return PostgresServer.start(
        data.path("postgresql"), settings.port(Part.POSTGRES), data.path("postgresql-programs"));
  }

  private static AutoCloseable run(Part service, ServiceSettings settings) {
    return Service.valueOf(service.name()).builder().run(settings.argumentsOf(service));
  }

  private <T extends AutoCloseable> CompletableFuture<T> startLater(
      Part part, Supplier<T> starter) {
    return CompletableFuture.supplyAsync(
        () -> start(part, starter), task -> new Thread(task, "start-" + part.title()).start());
  }

  <T extends AutoCloseable> T start(Part part, Supplier<T> starter) {
    if (closing || !starts.readLock().tryLock()) {
      throw new PartFailed(part, new IllegalStateException("stopped while starting"));
    }
    try {
      long begin = System.nanoTime();
      var started = starter.get();
      running.put(part, started);
      log.info(
          "{} started in {} ms",
          part.title(),
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
      return started;
    } catch (RuntimeException e) {
      throw new PartFailed(part, e);
    } finally {
      starts.readLock().unlock();
    }
  }

  private static void await(List<? extends CompletableFuture<?>> starts) throws StartRefused {
    try {
      CompletableFuture.allOf(starts.toArray(CompletableFuture[]::new)).join();
    } catch (CompletionException e) {
      throw refusal(e);
    }
  }

  private static StartRefused refusal(CompletionException failure) {
    if (failure.getCause() instanceof PartFailed failed) {
      log.debug("{} did not start", failed.part.title(), failed);
      Throwable root = failed;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      var reason = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
      return new StartRefused(failed.part.title() + " did not start: " + reason, failed);
    }
    return new StartRefused("The start failed: " + failure.getMessage(), failure);
  }

  private static void awaitReady(Part service, int port) throws StartRefused {
    var readiness =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness"))
            .timeout(Duration.ofSeconds(5))
            .build();
    var client = HttpClient.newHttpClient();
    long end = System.nanoTime() + READY_LIMIT.toNanos();
    String last = "no answer";
    while (System.nanoTime() < end) {
      try {
        var answer = client.send(readiness, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == 200) {
          return;
        }
        last = answer.statusCode() + " " + answer.body();
      } catch (IOException e) {
        last = String.valueOf(e.getMessage());
      } catch (InterruptedException e) {
        throw interrupted(service, e);
      }
      try {
        Thread.sleep(READY_POLL.toMillis());
      } catch (InterruptedException e) {
        throw interrupted(service, e);
      }
    }
    throw new StartRefused(
        service.title() + " is not ready after " + READY_LIMIT.toSeconds() + " s: " + last);
  }

  private static StartRefused interrupted(Part service, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new StartRefused("Interrupted while waiting for " + service.title() + ".", e);
  }

  private void stop(List<Part> parts) {
    var stops =
        parts.stream()
            .map(part -> CompletableFuture.runAsync(() -> stop(part), Suite::inDaemonThread))
            .toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(stops).get(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      log.warn(
          "Going on without {}: not stopped after {} s", running.keySet(), STOP_LIMIT.toSeconds());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      log.warn("A part did not stop", e.getCause());
    }
  }

  private void stop(Part part) {
    var started = running.remove(part);
    if (started == null) {
      return;
    }
    long begin = System.nanoTime();
    try {
      started.close();
      log.info(
          "{} stopped in {} ms",
          part.title(),
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
    } catch (Exception e) {
      log.warn("{} did not stop cleanly", part.title(), e);
    }
  }

  private static void inDaemonThread(Runnable task) {
    var thread = new Thread(task, "stop");
    thread.setDaemon(true);
    thread.start();
  }

  /** Carries the part's name through the futures. */
  private static final class PartFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final Part part;

    PartFailed(Part part, RuntimeException cause) {
      super(cause);
      this.part = part;
    }
  }
}
