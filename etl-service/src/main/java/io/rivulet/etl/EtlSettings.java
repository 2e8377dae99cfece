package io.rivulet.etl;

import io.rivulet.etl.engine.Workbench;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * How the ETL works, under {@code rivulet.etl}.
 *
 * @param workDirectory for local copies of curated objects and for spilled data
 * @param memoryLimit what one DuckDB may use before it spills to disk
 * @param threads threads of one DuckDB
 */
@ConfigurationProperties("rivulet.etl")
public record EtlSettings(Path workDirectory, DataSize memoryLimit, int threads) {

  public EtlSettings {
    Objects.requireNonNull(workDirectory, "rivulet.etl.work-directory");
    if (memoryLimit.toMegabytes() < 64) {
      throw new IllegalArgumentException(
          "rivulet.etl.memory-limit must be at least 64MB, not " + memoryLimit);
    }
    if (threads < 1) {
      throw new IllegalArgumentException("rivulet.etl.threads must be at least 1, not " + threads);
    }
  }

  /** Where copies of curated objects are kept. */
  public Path copies() {
    return workDirectory.resolve("copies");
  }

  /** Where runs work; whatever lies there at the start is left over from a run that died. */
  public Path runs() {
    return workDirectory.resolve("runs");
  }

  /** The limits of a workbench for one project of one run. */
  public Workbench.Limits workbench(long runId, String project) {
    Path folder = runs().resolve("run-" + runId + "-" + project + "-" + UUID.randomUUID());
    return new Workbench.Limits(folder, memoryLimit, threads, List.of(copies()));
  }
}
