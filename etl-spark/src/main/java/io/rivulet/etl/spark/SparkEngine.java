package io.rivulet.etl.spark;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.rivulet.etl.engine.Engine;
import io.rivulet.reporting.ReportingSql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * One session of Spark. Each table is written as Parquet into a scratch folder that all executors
 * reach, so that what follows reads it instead of computing it again, and a lost executor costs
 * tasks, not the run.
 */
final class SparkEngine implements Engine {
  private final SparkSession session;
  private final Path scratch;
  private final FileSystem files;
  private final java.nio.file.Path folder;

  /**
   * @param session for this engine alone
   * @param scratch for tables and for files in work; emptied now and removed at the end
   */
  SparkEngine(SparkSession session, URI scratch) {
    this.session = session;
    this.scratch = new Path(scratch);
    try {
      this.files = this.scratch.getFileSystem(session.sparkContext().hadoopConfiguration());
      files.delete(this.scratch, true);
      this.folder = Files.createTempDirectory("rivulet-spark-");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use the scratch folder " + scratch, e);
    }
    session.conf().set("spark.sql.session.timeZone", "UTC");
    // a timestamp is a moment in UTC without a zone of its own, as in DuckDB
    session.conf().set("spark.sql.timestampType", "TIMESTAMP_NTZ");
    session.conf().set("spark.sql.ansi.enabled", true);
    session.conf().set("spark.sql.parquet.compression.codec", "zstd");
    // as in DuckDB: chains of aliases end after 64 steps, those of a person's funnel entries with
    // the days that are reported
    session.conf().set("spark.sql.cteRecursionRowLimit", -1);
    session.conf().set("spark.sql.cteRecursionLevelLimit", -1);
    SparkDialect.functions().forEach(session::sql);
  }

  @Override
  public java.nio.file.Path folder() {
    return folder;
  }

  /** All: what is distinct is found by sorting, on disks. */
  @Override
  public long eventsAtOnce() {
    return Long.MAX_VALUE;
  }

  @Override
  public void table(String stage, String name) {
    tableAs(name, ReportingSql.read(stage + "/" + name));
  }

  @Override
  public void numberedTable(String stage, String name, String column) {
    tableAs(
        name,
        "select *, monotonically_increasing_id() + 1 as "
            + column
            + " from ("
            + ReportingSql.read(stage + "/" + name)
            + ")");
  }

  @Override
  public void view(String stage, String name) {
    query(ReportingSql.read(stage + "/" + name)).createOrReplaceTempView(name);
  }

  @Override
  public void tableAs(String name, String query) {
    Dataset<Row> rows = query(query);
    String target = new Path(scratch, name).toString();
    rows.write().mode(SaveMode.Overwrite).parquet(target);
    session.read().schema(rows.schema()).parquet(target).createOrReplaceTempView(name);
  }

  @Override
  public void tableOf(String name, String columns, List<List<Object>> rows) {
    session
        .createDataFrame(
            rows.stream().map(row -> RowFactory.create(row.toArray())).toList(),
            StructType.fromDDL(columns))
        .createOrReplaceTempView(name);
  }

  @Override
  public void tableOfNumbers(String name, String column, int count) {
    session.range(count).selectExpr("cast(id as int) as " + column).createOrReplaceTempView(name);
  }

  @Override
  public void tableOfTexts(String name, List<String> columns, java.nio.file.Path csv) {
    StructType texts = new StructType();
    for (String column : columns) {
      texts = texts.add(column, DataTypes.StringType);
    }
    Path copy = new Path(scratch, name + ".csv");
    try {
      files.copyFromLocalFile(new Path(csv.toUri()), copy);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + copy, e);
    }
    session
        .read()
        .schema(texts)
        .option("multiLine", true)
        .option("escape", "\"")
        .option("mode", "FAILFAST")
        .csv(copy.toString())
        .createOrReplaceTempView(name);
  }

  @Override
  public void viewOfLines(String stage, String name, List<URI> lines) {
    session
        .read()
        .schema(ReportingSql.read("spark/" + name + "_columns"))
        .json(paths(lines))
        .selectExpr("*", "_metadata.file_path as file")
        .createOrReplaceTempView(name + "_read");
    query(ReportingSql.read("spark/" + name)).createOrReplaceTempView(name);
  }

  @Override
  public String nameOf(URI file) {
    return file.toString();
  }

  @Override
  public void viewOfParquet(String name, List<URI> parquet) {
    session.read().parquet(paths(parquet)).createOrReplaceTempView(name);
  }

  @Override
  public void viewOfCurated(String name, String dataset, List<URI> parquet) {
    Dataset<Row> empty = query(ReportingSql.read("curated/" + dataset));
    Dataset<Row> rows =
        parquet.isEmpty() ? empty : session.read().schema(empty.schema()).parquet(paths(parquet));
    rows.createOrReplaceTempView(name);
  }

  private static String[] paths(List<URI> parquet) {
    return parquet.stream().map(URI::toString).toArray(String[]::new);
  }

  private Dataset<Row> query(String sql) {
    return session.sql(SparkDialect.of(sql));
  }

  @Override
  public long number(String query) {
    Object number = query(query).first().get(0);
    return number instanceof Number n ? n.longValue() : 0;
  }

  @Override
  public @Nullable String text(String query) {
    List<Row> rows = query(query).takeAsList(1);
    return rows.isEmpty() ? null : rows.get(0).getString(0);
  }

  @Override
  public List<LocalDate> dates(String query) {
    return query(query).collectAsList().stream()
        .map(row -> LocalDate.parse(row.get(0).toString()))
        .toList();
  }

  @Override
  public Map<String, Long> counts(String query) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Row row : query(query).collectAsList()) {
      counts.put(row.getString(0), ((Number) row.get(1)).longValue());
    }
    return counts;
  }

  @Override
  public List<String> columns(String relation) {
    return Arrays.asList(session.table(relation).columns());
  }

  /** Comes to the driver partition by partition; only its disk must hold all of it. */
  @Override
  public java.nio.file.Path csv(String relation) {
    java.nio.file.Path file = folder.resolve(relation + ".csv");
    Dataset<Row> rows = session.table(relation);
    try (Writer out = Files.newBufferedWriter(file)) {
      out.write(String.join(",", rows.columns()) + "\n");
      Iterator<Row> each = rows.toLocalIterator();
      while (each.hasNext()) {
        Row row = each.next();
        for (int i = 0; i < row.size(); i++) {
          out.write(i == 0 ? "" : ",");
          out.write(row.isNullAt(i) ? "" : field(row.get(i)));
        }
        out.write('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
    return file;
  }

  private static String field(Object value) {
    return value instanceof String text ? '"' + text.replace("\"", "\"\"") + '"' : value.toString();
  }

  @Override
  public Map<LocalDate, List<URI>> parquetByEventDate(String relation, List<LocalDate> dates) {
    Path target = new Path(scratch, relation + "-parquet");
    // Days are brought together, and one that is large is shared out again. The column that names
    // the folders is not in the files, so event_date is there twice.
    query(
            "select /*+ rebalance(event_date) */ *, event_date as folder_date from "
                + relation
                + " sort by folder_date")
        .write()
        .mode(SaveMode.Overwrite)
        .partitionBy("folder_date")
        .parquet(target.toString());
    try {
      FileStatus[] written =
          Objects.requireNonNullElse(
              files.globStatus(new Path(target, "folder_date=*/*.parquet")), new FileStatus[0]);
      return Arrays.stream(written)
          .map(FileStatus::getPath)
          .collect(
              groupingBy(SparkEngine::folderDate, TreeMap::new, mapping(Path::toUri, toList())));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + target, e);
    }
  }

  private static LocalDate folderDate(Path file) {
    return LocalDate.parse(
        Objects.requireNonNull(file.getParent()).getName().replace("folder_date=", ""));
  }

  @Override
  public void close() {
    try {
      files.delete(scratch, true);
      FileSystemUtils.deleteRecursively(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove the scratch folder " + scratch, e);
    }
  }

  @Override
  public String toString() {
    return "Spark " + session.version();
  }
}
