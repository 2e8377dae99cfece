package io.rivulet.etl.preprocess;

import io.rivulet.etl.analytics.Catalog;
import io.rivulet.etl.analytics.Dataset;
import io.rivulet.etl.lake.LakeFiles;
import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings new curated files into the lake and takes old ones out of it. */
public final class CuratedFiles {
  private static final Logger log = LoggerFactory.getLogger(CuratedFiles.class);

  /** Readers of a replaced object have this long to finish. */
  private static final int OBSOLETE_MINUTES = 60;

  private final LakeFiles lake;
  private final Catalog catalog;

  public CuratedFiles(LakeFiles lake, Catalog catalog) {
    this.lake = lake;
    this.catalog = catalog;
  }

  /**
   * Uploads files under new keys; nobody reads them before the publication, and if it never comes
   * they are removed.
   *
   * @return the keys of each dataset, by date
   */
  public Map<Dataset, Map<LocalDate, List<String>>> upload(
      Map<Dataset, Map<LocalDate, List<URI>>> files, String project, long runId) {
    Map<URI, String> keys = new HashMap<>();
    Map<Dataset, Map<LocalDate, List<String>>> uploaded = new EnumMap<>(Dataset.class);
    files.forEach(
        (dataset, byDate) -> {
          Map<LocalDate, List<String>> keysByDate = new TreeMap<>();
          byDate.forEach(
              (date, ofDate) -> {
                for (URI file : ofDate) {
                  String unique = "run-" + runId + "-" + UUID.randomUUID();
                  String key = dataset.key(project, date, unique);
                  keys.put(file, key);
                  keysByDate.computeIfAbsent(date, d -> new ArrayList<>()).add(key);
                }
              });
          uploaded.put(dataset, keysByDate);
        });
    catalog.announce(keys.values());
    lake.put(keys);
    return uploaded;
  }

  /** The same for files of one partition. */
  public List<String> upload(
      Dataset dataset, LocalDate date, List<URI> files, String project, long runId) {
    return upload(Map.of(dataset, Map.of(date, files)), project, runId)
        .getOrDefault(dataset, Map.of())
        .getOrDefault(date, List.of());
  }

  /** Removes what was replaced, or never published, when its readers are done. */
  void removeObsolete() {
    for (String key : catalog.obsoleteObjects(OBSOLETE_MINUTES)) {
      try {
        remove(key);
      } catch (RuntimeException e) {
        // What the run published stays published; the next run tries again.
        log.warn("obsolete object {} cannot be removed: {}", key, e.toString());
      }
    }
  }

  /** Removes an obsolete object. */
  void remove(String key) {
    lake.remove(key);
    catalog.forgetObsolete(key);
  }

  /** Removes what was uploaded and will not be published: nobody has read it. */
  public void discard(Map<Dataset, Map<LocalDate, List<String>>> uploaded) {
    uploaded.values().stream()
        .flatMap(byDate -> byDate.values().stream())
        .flatMap(List::stream)
        .forEach(this::remove);
  }
}
