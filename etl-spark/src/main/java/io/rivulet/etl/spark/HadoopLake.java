package io.rivulet.etl.spark;

import io.rivulet.etl.lake.Lake.Fetched;
import io.rivulet.etl.lake.Lake.Found;
import io.rivulet.etl.lake.LakeFiles;
import io.rivulet.event.LakeObject;
import io.rivulet.event.LakeObject.Area;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * The lake as Hadoop's file systems show it: {@code s3a://bucket}, {@code hdfs://...}, {@code
 * file:///...}. Executors read its objects themselves, so nothing is copied.
 */
final class HadoopLake implements LakeFiles {
  private static final String PROJECT = "project=";

  private final Path root;
  private final Configuration configuration;
  private final FileSystem files;

  /**
   * @param root without a slash at its end
   */
  HadoopLake(URI root, Configuration configuration) {
    this.root = new Path(root);
    this.configuration = configuration;
    try {
      this.files = this.root.getFileSystem(configuration);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use the lake " + root, e);
    }
  }

  @Override
  public Set<String> projects() {
    Set<String> projects = new TreeSet<>();
    for (Area area : Area.values()) {
      for (FileStatus folder : list(new Path(root, area.prefix()))) {
        String name = folder.getPath().getName();
        if (name.startsWith(PROJECT)) {
          projects.add(name.substring(PROJECT.length()));
        }
      }
    }
    return projects;
  }

  @Override
  public Stream<Found> objects(Area area, String project, Optional<LocalDate> from) {
    String first = from.map(date -> LakeObject.prefix(area, project, date)).orElse("");
    return Arrays.stream(list(new Path(root, LakeObject.prefix(area, project))))
        .map(FileStatus::getPath)
        .filter(date -> keyOf(date).compareTo(first) >= 0)
        .sorted()
        .flatMap(date -> filesIn(date).stream())
        .flatMap(
            file ->
                LakeObject.parse(keyOf(file.getPath()))
                    .map(object -> new Found(object, keyOf(file.getPath()), file.getLen()))
                    .stream());
  }

  private FileStatus[] list(Path folder) {
    try {
      return files.listStatus(folder);
    } catch (FileNotFoundException e) {
      return new FileStatus[0];
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }

  private List<LocatedFileStatus> filesIn(Path folder) {
    List<LocatedFileStatus> found = new ArrayList<>();
    try {
      RemoteIterator<LocatedFileStatus> each = files.listFiles(folder, true);
      while (each.hasNext()) {
        found.add(each.next());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
    found.sort(Comparator.comparing(LocatedFileStatus::getPath));
    return found;
  }

  private String keyOf(Path file) {
    String path = file.toUri().getPath();
    String base = root.toUri().getPath();
    return path.substring(base.endsWith("/") ? base.length() : base.length() + 1);
  }

  /** The objects themselves. How many lines the archiver wrote is not known here. */
  @Override
  public List<Fetched> fetch(List<Found> objects, java.nio.file.Path folder) {
    return objects.stream().map(o -> new Fetched(o, fileOf(o.key()), null, 0)).toList();
  }

  @Override
  public URI fileOf(String key) {
    return files.makeQualified(new Path(root, key)).toUri();
  }

  /** Moves the files; on an object store that is a copy of their bytes within the store. */
  @Override
  public void put(Map<URI, String> keys) {
    keys.forEach((file, key) -> put(key, file));
  }

  private void put(String key, URI file) {
    Path from = new Path(file);
    Path to = new Path(root, key);
    try {
      files.mkdirs(Objects.requireNonNull(to.getParent()));
      FileSystem source = from.getFileSystem(configuration);
      boolean isMoved =
          source.getUri().equals(files.getUri())
              ? files.rename(from, to)
              : FileUtil.copy(source, from, files, to, true, configuration);
      if (!isMoved) {
        throw new IOException("it could not be moved");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot put " + from + " to " + to, e);
    }
  }

  @Override
  public void remove(String key) {
    try {
      files.delete(new Path(root, key), false);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + key, e);
    }
  }
}
