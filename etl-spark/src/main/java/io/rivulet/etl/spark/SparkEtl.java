package io.rivulet.etl.spark;

import io.rivulet.etl.Engines;
import io.rivulet.etl.ProjectSettings;
import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.lake.LakeFiles;
import io.rivulet.etl.preprocess.PreprocessJob;
import io.rivulet.etl.quality.QualityGate;
import io.rivulet.etl.report.ReportJob;
import io.rivulet.etl.run.Job;
import io.rivulet.etl.run.RunContext;
import io.rivulet.event.project.ProjectsFile;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What {@code spark-submit} starts: the jobs {@code preprocess} and {@code report} of the ETL, on
 * the same lake, bookmarks and tables.
 */
@Command(
    name = "SparkEtl",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    subcommandsRepeatable = true,
    synopsisSubcommandLabel = "JOB...",
    description = "Runs jobs of Rivulet's ETL on Spark, one after the other.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class SparkEtl {

  @Option(
      names = "--lake",
      required = true,
      description = "Root of the lake, such as s3a://rivulet or file:///data/lake.")
  private URI lake;

  @Option(
      names = "--projects",
      required = true,
      description = "Projects file, local to the driver.")
  private Path projects;

  @Option(names = "--project", description = "The only project to work on; all without it.")
  private @Nullable String project;

  @Option(
      names = "--analytics",
      required = true,
      description =
          "JDBC URL of database analytics, which jobs publish to. User and password come from"
              + " RIVULET_POSTGRES_USER and RIVULET_POSTGRES_PASSWORD.")
  private String analytics;

  @Option(
      names = "--scratch",
      description =
          "Folder for tables in work, which the driver and all executors reach; <lake>/scratch"
              + " without it.")
  private @Nullable URI scratch;

  private @Nullable SparkSession spark;

  @Command(
      name = "preprocess",
      description = "Reads what is new in raw/ and replaces the partitions of curated/ it touches.")
  int preprocess() throws Exception {
    return run(PreprocessJob::new);
  }

  @Command(
      name = "report",
      description = "Computes the tables behind the bi views anew where preprocess changed them.")
  int report() throws Exception {
    return run(ReportJob::new);
  }

  @FunctionalInterface
  private interface Making {
    Job job(LakeFiles lake, Warehouse warehouse, Engines engines, QualityGate quality);
  }

  private int run(Making making) throws Exception {
    SparkSession spark = session();
    // The rules of quality/ are DuckDB's SQL.
    Job job =
        making.job(lake(spark), new Warehouse(tables(analytics)), engines(spark), QualityGate.NONE);
    // The ETL service counts its runs from 1, so the second in which a run began tells them apart.
    job.run(new RunContext(Instant.now().getEpochSecond(), Optional.ofNullable(project)));
    return 0;
  }

  private SparkSession session() {
    if (spark == null) {
      spark = SparkSession.builder().appName("Rivulet ETL").getOrCreate();
    }
    return spark;
  }

  private HadoopLake lake(SparkSession spark) {
    return new HadoopLake(root(lake), spark.sparkContext().hadoopConfiguration());
  }

  private SparkEngines engines(SparkSession spark) throws ProjectsFile.InvalidProjectsException {
    URI tables = scratch == null ? URI.create(root(lake) + "/scratch") : root(scratch);
    return new SparkEngines(spark, tables, new ProjectSettings(new ProjectsFile(projects)));
  }

  private static URI root(URI folder) {
    return URI.create(folder.toString().replaceAll("/+$", ""));
  }

  private static DataSource tables(String url) {
    PGSimpleDataSource tables = new PGSimpleDataSource();
    tables.setUrl(url);
    tables.setUser(Objects.requireNonNullElse(System.getenv("RIVULET_POSTGRES_USER"), "rivulet"));
    tables.setPassword(
        Objects.requireNonNullElse(System.getenv("RIVULET_POSTGRES_PASSWORD"), "rivulet"));
    tables.setCurrentSchema(Warehouse.MART);
    tables.setTcpKeepAlive(true);
    return tables;
  }

  /** Runs the jobs named; ends the JVM with a code that is not 0 where one fails. */
  public static void main(String[] arguments) {
    SparkEtl etl = new SparkEtl();
    int code = new CommandLine(etl).execute(arguments);
    if (etl.spark != null) {
      etl.spark.stop();
    }
    if (code != 0) {
      System.exit(code);
    }
  }
}
