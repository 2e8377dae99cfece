package io.rivulet.etl.catalog;

import io.rivulet.etl.analytics.Catalog;
import io.rivulet.etl.analytics.Catalog.Partition;
import io.rivulet.etl.analytics.Dataset;
import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.engine.Workbench;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The Data Catalog over the API. A table is named by its own name or by the name of its event. */
@RestController
@RequestMapping("/api/catalog")
class CatalogController {
  private static final MediaType SQL = MediaType.parseMediaType("text/plain;charset=UTF-8");

  private final CatalogQueries queries;
  private final Catalog curated;
  private final String bucket;

  CatalogController(
      CatalogQueries queries, Warehouse warehouse, @Value("${rivulet.lake.bucket}") String bucket) {
    this.queries = queries;
    this.curated = warehouse.catalog();
    this.bucket = bucket;
  }

  @GetMapping
  List<Map<String, Object>> tables(@RequestParam(required = false) @Nullable String project) {
    return queries.tables(project);
  }

  @GetMapping("/{project}/{table}")
  ResponseEntity<?> table(@PathVariable String project, @PathVariable String table) {
    return answer(
        project,
        table,
        found -> {
          Map<String, Object> answer = new LinkedHashMap<>(found);
          answer.put("columns", queries.columns(project, name(found)));
          return answer;
        });
  }

  /** All versions that are kept, the newest first. */
  @GetMapping("/{project}/{table}/versions")
  ResponseEntity<?> versions(@PathVariable String project, @PathVariable String table) {
    return answer(project, table, found -> queries.versions(project, name(found)));
  }

  /** What was added, vanished and changed its type, the newest first. */
  @GetMapping("/{project}/{table}/drift")
  ResponseEntity<?> drift(@PathVariable String project, @PathVariable String table) {
    return answer(project, table, found -> queries.drift(project, name(found)));
  }

  /** Events by UTC day; for a curated dataset its partitions with their objects. */
  @GetMapping("/{project}/{table}/partitions")
  ResponseEntity<?> partitions(@PathVariable String project, @PathVariable String table) {
    return answer(
        project,
        table,
        found ->
            dataset(name(found))
                .<Object>map(dataset -> partitions(project, dataset))
                .orElseGet(() -> queries.partitions(project, name(found))));
  }

  /** DuckDB's SQL of the typed view of one event, over the files that are curated now. */
  @GetMapping("/{project}/{table}/view.sql")
  ResponseEntity<?> view(
      @PathVariable String project,
      @PathVariable String table,
      @RequestParam(required = false) @Nullable String root) {
    Optional<Map<String, Object>> found = queries.table(project, table);
    if (found.isEmpty()) {
      return noTable(project, table);
    }
    if (!"event".equals(found.get().get("kind"))) {
      return error(
          "no_view", "table '" + table + "' is a dataset; only tables of events have typed views");
    }
    return sql(project, name(found.get()), root);
  }

  /** DuckDB's SQL of the typed views of all events of a project. */
  @GetMapping("/{project}/views.sql")
  ResponseEntity<?> views(
      @PathVariable String project, @RequestParam(required = false) @Nullable String root) {
    return sql(project, null, root);
  }

  /**
   * @param root what stands before the keys of the curated files; the bucket when null
   */
  private ResponseEntity<?> sql(String project, @Nullable String tableName, @Nullable String root) {
    String prefix = (root == null ? "s3://" + bucket : root) + "/";
    List<String> files =
        partitions(project).stream()
            .filter(p -> p.dataset() == Dataset.EVENTS)
            .flatMap(p -> p.objectKeys().stream())
            .map(key -> Workbench.literal(prefix + key))
            .toList();
    List<EventView> views = queries.views(project, tableName);
    if (files.isEmpty() || views.isEmpty()) {
      return error("unknown_table", "project '" + project + "' has no curated events yet");
    }
    String events =
        "create or replace view events as\nselect *\nfrom read_parquet([\n    "
            + String.join(",\n    ", files)
            + "\n], union_by_name = true, hive_partitioning = false)";
    return ResponseEntity.ok()
        .contentType(SQL)
        .body(
            views.stream()
                .map(v -> "-- version " + v.version() + " of the catalog\n" + v.sql() + ";\n")
                .collect(Collectors.joining("\n", events + ";\n\n", "")));
  }

  private List<Partition> partitions(String project) {
    return curated.partitions(project);
  }

  private List<Map<String, Object>> partitions(String project, Dataset dataset) {
    return partitions(project).stream()
        .filter(p -> p.dataset() == dataset && !p.objectKeys().isEmpty())
        .map(
            p -> Map.<String, Object>of("event_date", p.eventDate(), "object_keys", p.objectKeys()))
        .toList();
  }

  private static Optional<Dataset> dataset(String tableName) {
    try {
      return Optional.of(Dataset.valueOf(tableName.toUpperCase(Locale.ROOT)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private ResponseEntity<?> answer(
      String project, String table, Function<Map<String, Object>, Object> answer) {
    Optional<Map<String, Object>> found = queries.table(project, table);
    return found.isEmpty() ? noTable(project, table) : ResponseEntity.ok(answer.apply(found.get()));
  }

  private static String name(Map<String, Object> table) {
    return String.valueOf(table.get("table_name"));
  }

  private static ResponseEntity<?> noTable(String project, String table) {
    return error(
        "unknown_table", "the catalog has no table '" + table + "' of project '" + project + "'");
  }

  private static ResponseEntity<?> error(String code, String message) {
    return ResponseEntity.status(HttpStatus.NOT_FOUND)
        .contentType(MediaType.APPLICATION_JSON)
        .body(Map.of("code", code, "message", message));
  }
}
