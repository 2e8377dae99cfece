package io.rivulet.etl.engine;

import io.rivulet.reporting.ReportingSql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One DuckDB with a folder of its own, bounded by a memory limit beyond which it goes to disk. Its
 * SQL reaches the files of that folder and of those it was given, nothing else. Transforms build
 * their relations here, one after the other, under the names of their .sql files. Not for use by
 * several threads.
 */
public final class Workbench implements Engine {
  private static final Logger log = LoggerFactory.getLogger(Workbench.class);

  /**
   * What a workbench may use.
   *
   * @param folder for spilled data and files in work; emptied and removed at the end
   * @param readable folders that the SQL may read besides {@code folder}; it reaches no other file
   *     and no network
   */
  public record Limits(Path folder, DataSize memory, int threads, List<Path> readable) {

    public Limits {
      readable = List.copyOf(readable);
    }

    /** Limits of a workbench that reads nothing outside its folder. */
    public Limits(Path folder, DataSize memory, int threads) {
      this(folder, memory, threads, List.of());
    }
  }

  /** Rows that a thread may hold while it writes partitions; DuckDB cannot spill them. */
  private static final int PARTITION_BUFFER_ROWS = 16_384;

  /** Rows of a date that wait for being written together. */
  private static final int MOST_OPEN_ROWS = 32_768;

  /** Fewer would make files that are slow to read. */
  private static final int LEAST_OPEN_ROWS = 4_096;

  /** Of a wide event, in memory. */
  private static final int OPEN_ROW_BYTES = 1_200;

  /** Of an event whose person and session are counted by each of its dimensions, in memory. */
  private static final int COUNTED_EVENT_BYTES = 2_048;

  /** The share of the memory that may wait for being written. */
  private static final int OPEN_SHARE = 4;

  private final Connection connection;
  private final Path folder;
  private final DataSize memory;
  private final int threads;
  private @Nullable Statement current;
  private volatile boolean isCancelled;

  /** Opens an empty workbench. */
  public Workbench(Limits limits) {
    this.memory = limits.memory();
    this.threads = limits.threads();
    try {
      this.folder = Files.createDirectories(limits.folder());
      // In memory, which goes to temp_directory beyond its limit: in a file every table would be
      // written down.
      this.connection = DriverManager.getConnection("jdbc:duckdb:");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make the work folder " + limits.folder(), e);
    } catch (SQLException e) {
      throw new IllegalStateException("DuckDB does not start: " + e.getMessage(), e);
    }
    try {
      execute("set memory_limit = '" + limits.memory().toMegabytes() + "MB'");
      execute("set threads = " + limits.threads());
      execute("set temp_directory = " + Engine.literal(folder.resolve("spill").toString()));
      execute("set TimeZone = 'UTC'");
      execute("set preserve_insertion_order = false");
      // Else a commit now and then stops to compress what the next statements read or drop.
      execute("set checkpoint_threshold = '1TB'");
      // A file never changes, and every statement on a view of many reads all their footers.
      execute("set parquet_metadata_cache = true");
      execute("set partitioned_write_flush_threshold = " + PARTITION_BUFFER_ROWS);
      List<Path> reachable = new ArrayList<>(limits.readable());
      reachable.add(folder);
      execute(
          "set allowed_directories = " + fileList(reachable.stream().map(Path::toUri).toList()));
      execute("set enable_external_access = false");
      execute(ReportingSql.read("functions"));
      execute(ReportingSql.read("definitions"));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  @Override
  public Path folder() {
    return folder;
  }

  @Override
  public long eventsAtOnce() {
    return memory.toBytes() / COUNTED_EVENT_BYTES;
  }

  @Override
  public void table(String stage, String name) {
    create("table", name, ReportingSql.read(stage + "/" + name));
  }

  /** A window that gave the numbers would have one thread compute the table. */
  @Override
  public void numberedTable(String stage, String name, String column) {
    String table = name + "_row";
    create("table", table, ReportingSql.read(stage + "/" + name));
    create("view", name, "select *, rowid + 1 as " + column + " from " + table);
  }

  @Override
  public void view(String stage, String name) {
    create("view", name, ReportingSql.read(stage + "/" + name));
  }

  @Override
  public void viewOfLines(String stage, String name, List<URI> files) {
    create(
        "view", name, ReportingSql.read(stage + "/" + name).replace("{{files}}", fileList(files)));
  }

  @Override
  public void viewOfParquet(String name, List<URI> files) {
    create(
        "view",
        name,
        "select * from read_parquet("
            + fileList(files)
            + ", union_by_name = true, hive_partitioning = false)");
  }

  @Override
  public void viewOfCurated(String name, String dataset, List<URI> files) {
    String empty = ReportingSql.read("curated/" + dataset);
    create(
        "view",
        name,
        files.isEmpty()
            ? empty
            : "select * from read_parquet("
                + fileList(files)
                + ", union_by_name = true, hive_partitioning = false) union all by name ("
                + empty
                + ")");
  }

  @Override
  public void tableAs(String name, String query) {
    create("table", name, query);
  }

  @Override
  public void tableOf(String name, String columns, List<List<Object>> rows) {
    execute("create or replace table " + name + " (" + columns + ")");
    if (!rows.isEmpty()) {
      insert("insert into " + name + " values (" + marks(rows.get(0).size()) + ")", rows);
    }
  }

  @Override
  public void tableOfNumbers(String name, String column, int count) {
    tableAs(name, "select cast(range as integer) as " + column + " from range(" + count + ")");
  }

  @Override
  public void tableOfTexts(String name, List<String> columns, Path csv) {
    execute(
        "create or replace table "
            + name
            + " as select * from read_csv("
            + Engine.literal(csv.toString())
            + ", auto_detect = false, header = false, delim = ',', quote = '\"', escape = '\"',"
            + " columns = {"
            + columns.stream().map(c -> c + ": 'varchar'").collect(Collectors.joining(", "))
            + "})");
  }

  /** Runs an insert once for each row of parameters. */
  public void insert(String insert, List<List<Object>> rows) {
    try (PreparedStatement statement = connection.prepareStatement(insert)) {
      for (List<Object> row : rows) {
        for (int i = 0; i < row.size(); i++) {
          statement.setObject(i + 1, row.get(i));
        }
        statement.addBatch();
      }
      if (!rows.isEmpty()) {
        statement.executeBatch();
      }
    } catch (SQLException e) {
      throw failed(insert, e);
    }
  }

  /** Runs a statement. */
  public void execute(String sql) {
    long started = System.nanoTime();
    try (Statement statement = statement()) {
      statement.execute(sql);
      log.debug("{} ms: {}", (System.nanoTime() - started) / 1_000_000, sql);
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  @Override
  public long number(String query) {
    try (Statement statement = statement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw failed(query, e);
    }
  }

  /**
   * DuckDB's syntax tree of SQL that is not run. Its member {@code error} is true where that is
   * anything but selects.
   */
  public JsonNode syntaxTree(String sql) {
    return JsonMapper.shared()
        .readTree(text("select json_serialize_sql(" + Engine.literal(sql) + ")"));
  }

  /**
   * The syntax tree of an owner's query. Any other statement could write files, such as the copies
   * that other runs read.
   *
   * @throws IllegalArgumentException when it is not one select
   */
  public JsonNode oneSelect(String query) {
    JsonNode tree = syntaxTree(query);
    if (tree.path("error").asBoolean() || tree.path("statements").size() != 1) {
      throw new IllegalArgumentException(
          "the query is not one select: "
              + tree.path("error_message").asString("it is several statements"));
    }
    return tree;
  }

  @Override
  public @Nullable String text(String query) {
    try (Statement statement = statement();
        ResultSet rows = statement.executeQuery(query)) {
      return rows.next() ? rows.getString(1) : null;
    } catch (SQLException e) {
      throw failed(query, e);
    }
  }

  /**
   * The numbers of the one row that a query gives, null where it has none.
   *
   * @param limit after which the query is cancelled, in whole seconds, rounded up
   */
  public List<@Nullable Double> numbers(String query, Duration limit) {
    try (Statement statement = statement()) {
      statement.setQueryTimeout(Math.toIntExact(limit.toSeconds() + 1));
      try (ResultSet rows = statement.executeQuery(query)) {
        rows.next();
        int count = rows.getMetaData().getColumnCount();
        List<@Nullable Double> numbers = new ArrayList<>(count);
        for (int i = 1; i <= count; i++) {
          double number = rows.getDouble(i);
          numbers.add(rows.wasNull() ? null : Double.valueOf(number));
        }
        return numbers;
      }
    } catch (SQLException e) {
      throw failed(query, e);
    }
  }

  /** What is done with a row of {@link #rows}. */
  @FunctionalInterface
  public interface Reader {
    /** Reads it where the cursor is. */
    void read(ResultSet row) throws SQLException;
  }

  /** Reads the rows of a query, all of which are held in memory. */
  public void rows(String query, Reader reader) {
    try (Statement statement = statement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        reader.read(rows);
      }
    } catch (SQLException e) {
      throw failed(query, e);
    }
  }

  @Override
  public List<LocalDate> dates(String query) {
    try (Statement statement = statement();
        ResultSet rows = statement.executeQuery(query)) {
      List<LocalDate> dates = new ArrayList<>();
      while (rows.next()) {
        dates.add(rows.getObject(1, LocalDate.class));
      }
      return dates;
    } catch (SQLException e) {
      throw failed(query, e);
    }
  }

  @Override
  public Map<String, Long> counts(String query) {
    try (Statement statement = statement();
        ResultSet rows = statement.executeQuery(query)) {
      Map<String, Long> counts = new LinkedHashMap<>();
      while (rows.next()) {
        counts.put(rows.getString(1), rows.getLong(2));
      }
      return counts;
    } catch (SQLException e) {
      throw failed(query, e);
    }
  }

  @Override
  public List<String> columns(String relation) {
    String query = "select * from " + relation + " limit 0";
    try (Statement statement = statement();
        ResultSet rows = statement.executeQuery(query)) {
      int count = rows.getMetaData().getColumnCount();
      List<String> names = new ArrayList<>(count);
      for (int i = 1; i <= count; i++) {
        names.add(rows.getMetaData().getColumnName(i));
      }
      return names;
    } catch (SQLException e) {
      throw failed(query, e);
    }
  }

  /** DuckDB's types of a relation's columns, by name, in order. */
  public Map<String, String> columnTypes(String relation) {
    String query = "select * from " + relation + " limit 0";
    try (Statement statement = statement();
        ResultSet rows = statement.executeQuery(query)) {
      Map<String, String> types = new LinkedHashMap<>();
      for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
        types.put(rows.getMetaData().getColumnName(i), rows.getMetaData().getColumnTypeName(i));
      }
      return types;
    } catch (SQLException e) {
      throw failed(query, e);
    }
  }

  /**
   * Ends the statement that is being executed; it and every later one fail. Any thread may call it,
   * again where a statement was just about to begin; after the end of the work it does nothing.
   */
  public synchronized void cancel() {
    isCancelled = true;
    if (current != null) {
      try {
        current.cancel();
      } catch (SQLException e) {
        // It is over: there is nothing to cancel.
      }
    }
  }

  /** Whether {@link #cancel} was called: what fails then says nothing of its SQL. */
  public boolean isCancelled() {
    return isCancelled;
  }

  private synchronized void executing(@Nullable Statement statement) {
    current = statement;
  }

  private Statement statement() throws SQLException {
    if (isCancelled) {
      throw new SQLException("cancelled");
    }
    Statement next = connection.createStatement();
    executing(next);
    return next;
  }

  @Override
  public Path csv(String relation) {
    Path file = folder.resolve(relation + ".csv");
    execute(
        "copy "
            + relation
            + " to "
            + Engine.literal(file.toString())
            + " (format csv, header true, nullstr '', delimiter ',', quote '\"', escape '\"')");
    return file;
  }

  /**
   * {@inheritDoc}
   *
   * <p>All threads write, unsorted and lightly compressed: a tenth less time for 2 % more bytes,
   * until they are compacted. Dealing rows out to dates costs as much as compressing them, so a
   * date of many rows is written by a statement of its own, which costs as much as dealing out
   * 15,000. Rows of the others wait side by side until enough of their date have come, which DuckDB
   * cannot spill: so of many dates fewer rows wait, and of too many the dates are written in
   * several goes. Without that 222,000 wide events of 60 dates would take more than 384 MB.
   *
   * <p>Joins within the relation are done as they are written: the rows of the first relation pass
   * by, and those of the others are held in memory. DuckDB would choose by numbers that it guesses,
   * and hold the wide rows.
   */
  @Override
  public Map<LocalDate, List<URI>> parquetByEventDate(String relation, List<LocalDate> dates) {
    Path target = folder.resolve(relation + "-parquet");
    long openRows = memory.toBytes() / OPEN_SHARE / OPEN_ROW_BYTES;
    List<LocalDate> large = datesOfManyRows(relation, dates);
    execute("set disabled_optimizers = 'join_order,build_side_probe_side'");
    for (LocalDate date : large) {
      Path ofDate = directory(target.resolve("event_date=" + date));
      copyToParquet(
          relation, List.of(date), ofDate.resolve("rows.parquet"), openRows / threads, "");
    }
    List<LocalDate> small = dates.stream().filter(date -> !large.contains(date)).toList();
    for (List<LocalDate> some : Portions.of(small, date -> LEAST_OPEN_ROWS, openRows)) {
      copyToParquet(
          relation,
          some,
          target,
          openRows / some.size(),
          ", partition_by (event_date), write_partition_columns true, overwrite_or_ignore true");
    }
    execute("reset disabled_optimizers");
    if (!Files.exists(target)) {
      return Map.of();
    }
    try (var files = Files.walk(target)) {
      return files
          .filter(f -> f.toString().endsWith(".parquet"))
          .sorted()
          .collect(
              Collectors.groupingBy(
                  Workbench::eventDate,
                  TreeMap::new,
                  Collectors.mapping(Path::toUri, Collectors.toList())));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + target, e);
    }
  }

  /** Or of any, where there is only one date. */
  private List<LocalDate> datesOfManyRows(String relation, List<LocalDate> dates) {
    Map<String, Long> rows = rowsByDate(relation);
    long least = dates.size() == 1 ? 1 : MOST_OPEN_ROWS;
    return dates.stream().filter(date -> rows.getOrDefault(date.toString(), 0L) >= least).toList();
  }

  private void copyToParquet(
      String relation, List<LocalDate> dates, Path target, long openRows, String options) {
    execute(
        ("copy (select * from %s where event_date in (%s)) to %s (format parquet,"
                + " compression zstd, compression_level 1, row_group_size %d%s)")
            .formatted(
                relation,
                dates.stream()
                    .map(date -> "date " + Engine.literal(date.toString()))
                    .collect(Collectors.joining(", ")),
                Engine.literal(target.toString()),
                Math.max(LEAST_OPEN_ROWS, Math.min(MOST_OPEN_ROWS, openRows)),
                options));
  }

  private static Path directory(Path path) {
    try {
      return Files.createDirectories(path);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make the folder " + path, e);
    }
  }

  /** Writes a relation as one Parquet file, sorted by {@code order}. */
  public Path parquet(String relation, String order) {
    Path file = folder.resolve(relation + ".parquet");
    execute(
        "copy (select * from "
            + relation
            + " order by "
            + order
            + ") to "
            + Engine.literal(file.toString())
            + " (format parquet, compression zstd)");
    return file;
  }

  /** The date in the name of the folder that DuckDB made for a partition. */
  private static LocalDate eventDate(Path file) {
    Path partition = Objects.requireNonNull(file.getParent());
    return LocalDate.parse(partition.getFileName().toString().replace("event_date=", ""));
  }

  @Override
  public void close() {
    executing(null);
    try {
      connection.close();
      FileSystemUtils.deleteRecursively(folder);
    } catch (SQLException e) {
      throw new IllegalStateException("DuckDB does not close: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove the work folder " + folder, e);
    }
  }

  private void create(String kind, String name, String query) {
    execute("create or replace " + kind + " " + name + " as " + query);
  }

  private static String fileList(List<URI> files) {
    return files.stream()
        .map(f -> Engine.literal(Path.of(f).toString()))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  /** A name as SQL identifier. */
  public static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** {@code n} parameter marks, comma-separated. */
  public static String marks(int n) {
    return IntStream.range(0, n).mapToObj(i -> "?").collect(Collectors.joining(", "));
  }

  private static IllegalStateException failed(String sql, SQLException e) {
    String first = sql.lines().limit(2).collect(Collectors.joining(" "));
    return new IllegalStateException("DuckDB: " + e.getMessage() + " in: " + first, e);
  }
}
