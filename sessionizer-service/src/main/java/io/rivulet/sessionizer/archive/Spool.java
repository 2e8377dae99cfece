package io.rivulet.sessionizer.archive;

import io.rivulet.event.LakeObject;
import io.rivulet.event.LakeObject.Area;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The lines of one flush of one topic partition, on local disk: a file for each project and hour.
 * In memory are only the lines of one poll. Nothing here needs to survive a crash: Kafka has it.
 */
final class Spool {
  /** What the lines of one object have in common. */
  private record Group(Area area, String project, Instant receivedHour) {}

  /** One object to be. */
  static final class SpoolFile {
    private final LakeObject object;
    private final Path path;
    private ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private long lines;
    private volatile boolean uploaded;

    private SpoolFile(LakeObject object, Path path) {
      this.object = object;
      this.path = path;
    }

    LakeObject object() {
      return object;
    }

    long lines() {
      return lines;
    }

    boolean uploaded() {
      return uploaded;
    }

    void markUploaded() {
      uploaded = true;
    }

    /**
     * The file compressed, beside it. The same lines give the same bytes: the header that Java
     * writes holds neither time nor name.
     */
    Path compressed() throws IOException {
      Path compressed = path.resolveSibling(path.getFileName() + ".gz");
      try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(compressed), 1 << 16)) {
        Files.copy(path, out);
      }
      return compressed;
    }
  }

  private final Path directory;
  private final Map<Group, SpoolFile> files = new LinkedHashMap<>();
  private long bytes;

  /** A spool in that folder, which is created with the first line and must be this spool's own. */
  Spool(Path directory) {
    this.directory = directory;
  }

  /** Puts the lines on disk, in their order. */
  void append(List<ConsumerRecord<String, byte[]>> records) throws IOException {
    for (ConsumerRecord<String, byte[]> record : records) {
      ArchiveLine line = ArchiveLine.of(record);
      SpoolFile file =
          files.computeIfAbsent(
              new Group(
                  line.area(), line.project(), line.receivedAt().truncatedTo(ChronoUnit.HOURS)),
              group -> newFile(group, record));
      file.pending.writeBytes(line.line());
      file.pending.write('\n');
      file.lines++;
      bytes += line.line().length + 1L;
    }
    write();
  }

  private SpoolFile newFile(Group group, ConsumerRecord<String, byte[]> first) {
    LakeObject object =
        LakeObject.of(
            group.area(),
            group.project(),
            group.receivedHour(),
            first.topic(),
            first.partition(),
            first.offset());
    return new SpoolFile(object, directory.resolve(files.size() + ".json"));
  }

  // Files are open only here, so their number does not matter.
  private void write() throws IOException {
    for (SpoolFile file : files.values()) {
      if (file.pending.size() > 0) {
        Files.createDirectories(directory);
        try (OutputStream out =
            Files.newOutputStream(
                file.path, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
          file.pending.writeTo(out);
        }
        file.pending = new ByteArrayOutputStream(); // reset() would keep the room it took
      }
    }
  }

  boolean isEmpty() {
    return files.isEmpty();
  }

  /** Bytes of the lines, uncompressed. */
  long bytes() {
    return bytes;
  }

  Collection<SpoolFile> files() {
    return files.values();
  }

  /** Forgets and deletes everything. */
  void delete() throws IOException {
    files.clear();
    bytes = 0;
    SpoolDirectory.deleteTree(directory);
  }
}
