package io.rivulet.etl;

import io.rivulet.etl.engine.Workbench;
import io.rivulet.etl.run.Argument;
import io.rivulet.etl.run.Argument.Kind;
import io.rivulet.etl.run.Job;
import io.rivulet.etl.run.RunContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.context.annotation.Bean;
import org.springframework.util.unit.DataSize;

/** Jobs whose behaviour tests decide; no configuration, which every test would scan. */
class ProbeJobs {
  /** Every run that a worker of this JVM carried out. */
  static final Queue<Long> CARRIED_OUT = new ConcurrentLinkedQueue<>();

  /** How often flaky still fails. */
  static final AtomicInteger FAILURES = new AtomicInteger();

  /** One permit lets one run of gate end. */
  static final Semaphore GATE = new Semaphore(0);

  /** One permit lets one run of siege end. */
  static final Semaphore SIEGE = new Semaphore(0);

  @FunctionalInterface
  private interface Work {
    void run(RunContext run) throws Exception;
  }

  private record Probe(String name, List<Argument> arguments, boolean isLong, Work work)
      implements Job {
    @Override
    public String description() {
      return "For tests.";
    }

    @Override
    public void run(RunContext run) throws Exception {
      CARRIED_OUT.add(run.runId());
      work.run(run);
    }
  }

  private static Job probe(String name, Work work) {
    return new Probe(
        name,
        List.of(Argument.project(), new Argument("from", Kind.DATE, "First day.")),
        false,
        work);
  }

  @Bean
  Job root() {
    return probe("root", run -> run.count(1, 2, 3));
  }

  @Bean
  Job left() {
    return probe("left", run -> {});
  }

  @Bean
  Job right() {
    return probe("right", run -> {});
  }

  @Bean
  Job joined() {
    return probe("joined", run -> {});
  }

  @Bean
  Job flaky() {
    return probe(
        "flaky",
        run -> {
          if (FAILURES.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            throw new IllegalStateException("the oven is cold");
          }
        });
  }

  @Bean
  Job mourner() {
    return probe("mourner", run -> {});
  }

  @Bean
  Job cheerer() {
    return probe("cheerer", run -> {});
  }

  @Bean
  Job gate() {
    return probe("gate", run -> await(GATE));
  }

  private static void await(Semaphore gate) throws InterruptedException {
    if (!gate.tryAcquire(1, TimeUnit.MINUTES)) {
      throw new IllegalStateException("nobody opened the gate");
    }
  }

  /** A job that may take hours. */
  @Bean
  Job siege() {
    return new Probe("siege", List.of(), true, run -> await(SIEGE));
  }

  @Bean
  Job tick() {
    return probe("tick", run -> {});
  }

  @Bean
  Job reader() {
    return probe("reader", run -> {});
  }

  @Bean
  Job awaited() {
    return probe("awaited", run -> {});
  }

  /** A query that takes years. */
  @Bean
  Job heavy() {
    return probe(
        "heavy",
        run -> {
          Path folder = Files.createTempDirectory("rivulet-heavy");
          try (Workbench workbench =
              new Workbench(new Workbench.Limits(folder, DataSize.ofMegabytes(64), 1))) {
            run.onStop(workbench::cancel);
            workbench.number(
                "select sum(a.range * b.range) from range(100000000) a, range(100000000) b");
          }
        });
  }
}
