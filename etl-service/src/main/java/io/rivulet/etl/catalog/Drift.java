package io.rivulet.etl.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How a column differs between two versions of a table.
 *
 * @param change {@code added}, {@code vanished} or {@code type_changed}
 * @param typeBefore absent when it was added
 * @param typeAfter absent when it vanished
 */
record Drift(String path, String change, @Nullable String typeBefore, @Nullable String typeAfter) {

  /** What changed from one version's columns and types to another's. */
  static List<Drift> between(Map<String, String> before, Map<String, String> after) {
    TreeSet<String> paths = new TreeSet<>(before.keySet());
    paths.addAll(after.keySet());
    List<Drift> drifts = new ArrayList<>();
    for (String path : paths) {
      String was = before.get(path);
      String is = after.get(path);
      if (!Objects.equals(was, is)) {
        drifts.add(
            new Drift(
                path, was == null ? "added" : is == null ? "vanished" : "type_changed", was, is));
      }
    }
    return drifts;
  }
}
