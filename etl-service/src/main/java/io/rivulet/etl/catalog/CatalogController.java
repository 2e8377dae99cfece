package io.rivulet.etl.catalog;

import io.rivulet.etl.analytics.Catalog;
import io.rivulet.etl.analytics.Dataset;
import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.engine.Engine;
import io.rivulet.etl.run.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
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
  Map<String, Object> table(@PathVariable String project, @PathVariable String table) {
    Map<String, Object> answer = new LinkedHashMap<>(found(project, table));
    answer.put("columns", queries.columns(project, name(answer)));
    return answer;
  }

  /** All versions that are kept, the newest first. */
  @GetMapping("/{project}/{table}/versions")
  List<Map<String, Object>> versions(@PathVariable String project, @PathVariable String table) {
    return queries.versions(project, name(found(project, table)));
  }

  /** What was added, vanished and changed its type, the newest first. */
  @GetMapping("/{project}/{table}/drift")
  List<Map<String, Object>> drift(@PathVariable String project, @PathVariable String table) {
    return queries.drift(project, name(found(project, table)));
  }

  /** Events by UTC day; for a curated dataset its partitions with their objects. */
  @GetMapping("/{project}/{table}/partitions")
  List<Map<String, Object>> partitions(@PathVariable String project, @PathVariable String table) {
    String name = name(found(project, table));
    return dataset(name)
        .map(dataset -> partitions(project, dataset))
        .orElseGet(() -> queries.partitions(project, name));
  }

  /** DuckDB's SQL of the typed view of one event, over the files that are curated now. */
  @GetMapping("/{project}/{table}/view.sql")
  ResponseEntity<String> view(
      @PathVariable String project,
      @PathVariable String table,
      @RequestParam(required = false) @Nullable String root) {
    Map<String, Object> found = found(project, table);
    if (!"event".equals(found.get("kind"))) {
      throw Refusal.notFound(
          "no_view", "table '" + table + "' is a dataset; only tables of events have typed views");
    }
    return sql(project, name(found), root);
  }

  /** DuckDB's SQL of the typed views of all events of a project. */
  @GetMapping("/{project}/views.sql")
  ResponseEntity<String> views(
      @PathVariable String project, @RequestParam(required = false) @Nullable String root) {
    return sql(project, null, root);
  }

  /**
   * @param root what stands before the keys of the curated files; the bucket when null
   */
  private ResponseEntity<String> sql(
      String project, @Nullable String tableName, @Nullable String root) {
    String prefix = (root == null ? "s3://" + bucket : root) + "/";
    List<String> files =
        curated.partitions(project).stream()
            .filter(p -> p.dataset() == Dataset.EVENTS)
            .flatMap(p -> p.objectKeys().stream())
            .map(key -> Engine.literal(prefix + key))
            .toList();
    List<EventView> views = queries.views(project, tableName);
    if (files.isEmpty() || views.isEmpty()) {
      throw Refusal.notFound(
          "unknown_table", "project '" + project + "' has no curated events yet");
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

  private List<Map<String, Object>> partitions(String project, Dataset dataset) {
    return curated.partitions(project).stream()
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

  private Map<String, Object> found(String project, String table) {
    return queries
        .table(project, table)
        .orElseThrow(
            () ->
                Refusal.notFound(
                    "unknown_table",
                    "the catalog has no table '" + table + "' of project '" + project + "'"));
  }

  private static String name(Map<String, Object> table) {
    return String.valueOf(table.get("table_name"));
  }
}
