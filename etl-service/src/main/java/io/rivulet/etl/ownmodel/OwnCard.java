package io.rivulet.etl.ownmodel;

import io.rivulet.etl.model.ModelRegistry;
import io.rivulet.etl.ownmodel.Training.Objective;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What there is to know of a version of an owner's model.
 *
 * @param program the executable, image or ONNX file
 * @param digest of the ONNX file and its declaration; null for what trains
 * @param inputRows rows of each channel, or of the query for an ONNX file
 * @param values of the metrics, by name
 * @param objective by which it was compared; null where each new version takes over
 * @param modelBytes of what it left in {@code model/}, zipped, which is kept; 0 where nothing is
 */
record OwnCard(
    String project,
    String model,
    int version,
    String description,
    String program,
    @Nullable String digest,
    Map<String, String> hyperparameters,
    Map<String, Long> inputRows,
    Map<String, Double> values,
    @Nullable Objective objective,
    long scores,
    long modelBytes,
    boolean isChampion,
    String verdict)
    implements ModelRegistry.Card {

  OwnCard {
    hyperparameters = new TreeMap<>(hyperparameters);
    inputRows = new TreeMap<>(inputRows);
    values = new TreeMap<>(values);
  }

  @Override
  public Map<String, Map<String, Double>> metrics() {
    Map<String, Map<String, Double>> metrics = new LinkedHashMap<>();
    if (!values.isEmpty()) {
      metrics.put("test", values);
    }
    return metrics;
  }

  @Override
  public String readable() {
    return """
    # %s of project %s, version %d

    %s

    %s.

    ## What it is

    A model that the owner of this installation brought: `%s`. What its scores mean, and on which data its figures were measured, its owner knows; Rivulet did not choose the data and cannot compare them between versions.

    %s## What it was given

    | data | rows |
    |---|---|
    %s
    %s## What it gave

    %d scores.%s
    """
        .formatted(
            model,
            project,
            version,
            description,
            verdict,
            program,
            table("Figures", "figure | value", values),
            rows(inputRows),
            table("Hyperparameters", "name | value", hyperparameters),
            scores,
            modelBytes == 0 ? "" : " Its `model/` is kept, %d bytes zipped.".formatted(modelBytes));
  }

  private static String table(String title, String heads, Map<String, ?> rows) {
    return rows.isEmpty()
        ? ""
        : "## %s\n\n| %s |\n|---|---|\n%s\n".formatted(title, heads, rows(rows));
  }

  private static String rows(Map<String, ?> rows) {
    return rows.entrySet().stream()
        .map(row -> "| `%s` | %s |\n".formatted(row.getKey(), text(row.getValue())))
        .collect(Collectors.joining());
  }

  private static String text(Object value) {
    return value instanceof Double number
        ? String.format(Locale.ROOT, "%.6g", number)
        : value.toString().replace("|", "\\|");
  }
}
