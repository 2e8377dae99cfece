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
  final class SpoolFile {
    private final LakeObject object;
    private final Path path;
    private final Path compressed;
    private ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private long lines;
    private long lineBytes;
    private boolean isCompressed;
    private volatile boolean uploaded;

    private SpoolFile(LakeObject object, Path path) {
      this.object = object;
      this.path = path;
      this.compressed = path.resolveSibling(path.getFileName() + ".gz");
    }

    LakeObject object() {
      return object;
    }

    long lines() {
      return lines;
    }

    /** Bytes of the lines, uncompressed. */
    long lineBytes() {
      return lineBytes;
    }

    boolean uploaded() {
      return uploaded;
    }

    boolean isCompressed() {
      return isCompressed;
    }

    /**
     * The file compressed, in its place: once, however often the upload is tried. The same lines
     * give the same bytes: the header that Java writes holds neither time nor name.
     */
    Path compressed() throws IOException {
      if (!isCompressed) {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(compressed), 1 << 16)) {
          Files.copy(path, out);
        }
        onDisk.add(Files.size(compressed));
        Files.delete(path);
        onDisk.add(-lineBytes);
        isCompressed = true;
      }
      return compressed;
    }

    /** Nothing of it is needed here any more. */
    void markUploaded() throws IOException {
      uploaded = true;
      long size = Files.size(compressed);
      Files.delete(compressed);
      onDisk.add(-size);
    }

    // Files are open only here, so their number does not matter.
    private void write() throws IOException {
      if (pending.size() > 0) {
        try (OutputStream out =
            Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
          pending.writeTo(out);
        }
        onDisk.add(pending.size());
        pending = new ByteArrayOutputStream(); // reset() would keep the room it took
      }
    }
  }

  private final Path directory;
  private final DiskUse onDisk;
  private final Map<Group, SpoolFile> files = new LinkedHashMap<>();
  private long bytes;
  private volatile boolean abandoned;

  /**
   * A spool in that folder, which is created with the first line and must be this spool's own.
   *
   * @param folder of which this spool's bytes are part
   */
  Spool(Path directory, DiskUse folder) {
    this.directory = directory;
    this.onDisk = new DiskUse(folder);
  }

  /** Puts the lines on disk, in their order. */
  void append(List<ConsumerRecord<String, byte[]>> records) throws IOException {
    if (records.isEmpty()) {
      return;
    }
    for (ConsumerRecord<String, byte[]> record : records) {
      ArchiveLine line = ArchiveLine.of(record);
      SpoolFile file =
          files.computeIfAbsent(
              new Group(
                  line.area(),
                  line.place().project(),
                  line.place().receivedAt().truncatedTo(ChronoUnit.HOURS)),
              group -> newFile(group, record));
      file.pending.writeBytes(line.line());
      file.pending.write('\n');
      file.lines++;
      file.lineBytes += line.line().length + 1L;
      bytes += line.line().length + 1L;
    }
    Files.createDirectories(directory);
    for (SpoolFile file : files.values()) {
      file.write();
    }
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

  /** Tells a running upload to end with the object that it is at. */
  void abandon() {
    abandoned = true;
  }

  boolean isAbandoned() {
    return abandoned;
  }

  /** Forgets and deletes everything. */
  void delete() throws IOException {
    files.clear();
    bytes = 0;
    SpoolDirectory.deleteTree(directory);
    onDisk.clear();
  }
}
