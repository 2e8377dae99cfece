package io.rivulet.etl.ownmodel;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An ONNX file that scores persons.
 *
 * @param file its name, beside the file that declares it
 * @param query one select: {@code person_id}, then the features in the order in which the model
 *     takes them
 * @param output the name of the output that has the score; null where there is only one
 * @param column which of a person's numbers it is, from 0; null for the last one
 * @param label the key of the score where the output is a map for each person; null for other
 *     outputs
 */
record Onnx(
    String file,
    String query,
    @Nullable String output,
    @Nullable Integer column,
    @Nullable String label) {

  Onnx {
    file = Objects.requireNonNullElse(file, "");
    if (!file.matches("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}")) {
      throw new IllegalArgumentException(
          "onnx.file must be the name of a file beside this one, not '" + file + "'");
    }
    query = Queries.required(query);
    if (column != null && (column < 0 || label != null)) {
      throw new IllegalArgumentException("onnx has column, from 0, or label, not both");
    }
  }
}
