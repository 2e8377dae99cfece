package io.rivulet.etl.lake;

import io.rivulet.etl.lake.Lake.Fetched;
import io.rivulet.etl.lake.Lake.Found;
import io.rivulet.event.LakeObject.Area;
import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The lake as files of an engine: local copies for one that works in this process, the objects
 * themselves for one that reaches them by itself.
 */
public interface LakeFiles {

  /** Ids of the projects of which anything arrived, refused or not, in alphabetical order. */
  Set<String> projects();

  /**
   * The objects of a project that arrived on {@code from} (UTC) or later, in the order of their
   * keys; all objects when {@code from} is empty.
   */
  Stream<Found> objects(Area area, String project, Optional<LocalDate> from);

  /**
   * The files of objects that the archiver wrote, in their order.
   *
   * @param folder of the engine, where copies may be put
   */
  List<Fetched> fetch(List<Found> objects, Path folder);

  /** The file of a curated object. Such objects never change under their key. */
  URI fileOf(String key);

  /** Makes curated objects, by their keys, of files that an engine wrote; these are gone then. */
  void put(Map<URI, String> keys);

  /** Removes a curated object; nothing happens when it is gone already. */
  void remove(String key);
}
