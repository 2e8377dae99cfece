package io.rivulet.etl.lake;

import io.rivulet.event.LakeObject;
import io.rivulet.event.LakeObject.Area;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;

/**
 * The bucket, and local copies of its objects. Curated objects never change under their key, so a
 * copy once fetched stays right; it is removed together with the object.
 */
public final class Lake implements LakeFiles {

  /**
   * An object that the archiver wrote.
   *
   * @param bytes size as stored, compressed
   */
  public record Found(LakeObject object, String key, long bytes) {}

  /**
   * An object that the archiver wrote, as a file that an engine can read.
   *
   * @param linesWritten how many lines the archiver says it wrote; absent for objects of other
   *     origin
   */
  public record Fetched(Found found, URI file, @Nullable Long linesWritten) {}

  private final S3Client s3;
  private final String bucket;
  private final Path copies;

  /**
   * @param copies folder for local copies; made when missing
   */
  public Lake(S3Client s3, String bucket, Path copies) {
    this.s3 = s3;
    this.bucket = bucket;
    this.copies = copies;
  }

  @Override
  public Set<String> projects() {
    Set<String> found = new TreeSet<>(projects(Area.RAW));
    found.addAll(projects(Area.QUARANTINE));
    return found;
  }

  /** Ids of the projects that have objects in an area, in alphabetical order. */
  public List<String> projects(Area area) {
    String prefix = area.prefix() + "/project=";
    return s3
        .listObjectsV2Paginator(
            ListObjectsV2Request.builder().bucket(bucket).prefix(prefix).delimiter("/").build())
        .stream()
        .flatMap(page -> page.commonPrefixes().stream())
        .map(CommonPrefix::prefix)
        .map(p -> p.substring(prefix.length(), p.length() - 1))
        .sorted()
        .toList();
  }

  @Override
  public Stream<Found> objects(Area area, String project, Optional<LocalDate> from) {
    ListObjectsV2Request.Builder request =
        ListObjectsV2Request.builder().bucket(bucket).prefix(LakeObject.prefix(area, project));
    from.ifPresent(date -> request.startAfter(LakeObject.prefix(area, project, date)));
    return s3.listObjectsV2Paginator(request.build()).contents().stream()
        .flatMap(
            o ->
                LakeObject.parse(o.key())
                    .map(object -> new Found(object, o.key(), o.size()))
                    .stream());
  }

  @Override
  public Fetched fetch(Found found, Path folder) {
    Path file = folder.resolve(UUID.randomUUID() + ".json.gz");
    GetObjectResponse response = s3.getObject(r -> r.bucket(bucket).key(found.key()), file);
    String lines = response.metadata().get(LakeObject.LINES_METADATA);
    return new Fetched(found, file.toUri(), lines == null ? null : Long.valueOf(lines));
  }

  /** The local copy of a curated object, fetched where it is not there yet. */
  public Path copyOf(String key) {
    Path copy = copies.resolve(key);
    if (Files.exists(copy)) {
      return copy;
    }
    try {
      Files.createDirectories(copy.getParent());
      Path part = copy.resolveSibling(copy.getFileName() + "." + UUID.randomUUID());
      s3.getObject(r -> r.bucket(bucket).key(key), part);
      force(part);
      return Files.move(part, copy, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep a local copy of " + key, e);
    }
  }

  @Override
  public URI fileOf(String key) {
    return copyOf(key).toUri();
  }

  /** Writes a curated object from a local file, which becomes its local copy. */
  @Override
  public void put(String key, URI localFile) {
    Path file = Path.of(localFile);
    s3.putObject(r -> r.bucket(bucket).key(key), RequestBody.fromFile(file));
    Path copy = copies.resolve(key);
    try {
      Files.createDirectories(copy.getParent());
      force(file);
      Files.move(file, copy, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep a local copy of " + key, e);
    }
  }

  // A copy that is there is trusted, so it must be whole even after a power cut.
  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  @Override
  public void remove(String key) {
    s3.deleteObject(r -> r.bucket(bucket).key(key));
    try {
      Files.deleteIfExists(copies.resolve(key));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove the local copy of " + key, e);
    }
  }
}
