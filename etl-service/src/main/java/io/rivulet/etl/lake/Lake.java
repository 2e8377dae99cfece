package io.rivulet.etl.lake;

import io.rivulet.event.LakeObject;
import io.rivulet.event.LakeObject.Area;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
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
  /** Small objects are mostly waiting; each takes a connection meanwhile. */
  private static final int CALLS_AT_A_TIME = 8;

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
   * @param linesErased how many of them are no longer there, since their persons were erased
   */
  public record Fetched(Found found, URI file, @Nullable Long linesWritten, long linesErased) {}

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

  /** Fetches the objects into {@code folder}, several at a time. */
  @Override
  public List<Fetched> fetch(List<Found> objects, Path folder) {
    return severalAtATime(
        objects.stream().map(o -> (Supplier<Fetched>) () -> fetch(o, folder)).toList());
  }

  /** What the calls give, in their order; the first that fails ends it. */
  private static <T> List<T> severalAtATime(List<Supplier<T>> calls) {
    ExecutorService threads = Executors.newFixedThreadPool(CALLS_AT_A_TIME);
    try {
      // all are under way before the first is waited for
      List<CompletableFuture<T>> underWay =
          calls.stream().map(call -> CompletableFuture.supplyAsync(call, threads)).toList();
      return underWay.stream().map(CompletableFuture::join).toList();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    } finally {
      threads.shutdownNow();
    }
  }

  /** Fetches an object that the archiver wrote into {@code folder}. */
  public Fetched fetch(Found found, Path folder) {
    Path file = folder.resolve(UUID.randomUUID() + ".json.gz");
    GetObjectResponse response = s3.getObject(r -> r.bucket(bucket).key(found.key()), file);
    String lines = response.metadata().get(LakeObject.LINES_METADATA);
    String erased = response.metadata().get(LakeObject.ERASED_METADATA);
    return new Fetched(
        found,
        file.toUri(),
        lines == null ? null : Long.valueOf(lines),
        erased == null ? 0 : Long.parseLong(erased));
  }

  /** The lines of an object that the archiver wrote, to be read as they come. */
  public BufferedReader lines(String key) throws IOException {
    return new BufferedReader(
        new InputStreamReader(
            new GZIPInputStream(s3.getObject(r -> r.bucket(bucket).key(key))),
            StandardCharsets.UTF_8));
  }

  /**
   * Replaces an object that the archiver wrote by one that lacks lines of persons who were erased.
   *
   * @param linesWritten how many lines it had at first
   * @param linesErased how many of them it lacks now
   */
  public void rewrite(Found found, Path file, long linesWritten, long linesErased) {
    s3.putObject(
        r ->
            r.bucket(bucket)
                .key(found.key())
                .metadata(
                    Map.of(
                        LakeObject.LINES_METADATA, Long.toString(linesWritten),
                        LakeObject.ERASED_METADATA, Long.toString(linesErased))),
        RequestBody.fromFile(file));
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

  /** Writes curated objects from local files, several at a time. */
  @Override
  public void put(Map<URI, String> keys) {
    var unused =
        severalAtATime(
            keys.entrySet().stream()
                .map(
                    file ->
                        (Supplier<String>)
                            () -> {
                              put(file.getValue(), Path.of(file.getKey()));
                              return file.getValue();
                            })
                .toList());
  }

  /** Writes a curated object from a local file, which becomes its local copy. */
  private void put(String key, Path file) {
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

  /**
   * Removes local copies of objects that are not among those, such as were removed by another
   * instance, and what a process that died had begun to fetch. Files younger than that stay.
   *
   * @return how many there were
   */
  public int removeCopies(Set<String> butOf, Duration youngerThan) throws IOException {
    if (!Files.exists(copies)) {
      return 0;
    }
    FileTime limit = FileTime.from(Instant.now().minus(youngerThan));
    int removed = 0;
    try (Stream<Path> files = Files.walk(copies)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!butOf.contains(copies.relativize(file).toString()) && isOlder(file, limit)) {
          Files.deleteIfExists(file);
          removed++;
        }
      }
    }
    return removed;
  }

  /** Not what a run has removed meanwhile. */
  private static boolean isOlder(Path file, FileTime limit) throws IOException {
    try {
      return Files.getLastModifiedTime(file).compareTo(limit) < 0;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Writes a small object of text. */
  public void putText(String key, String text) {
    s3.putObject(r -> r.bucket(bucket).key(key), RequestBody.fromString(text));
  }

  /** The keys that begin so. */
  public Set<String> keys(String prefix) {
    return s3
        .listObjectsV2Paginator(
            ListObjectsV2Request.builder().bucket(bucket).prefix(prefix).build())
        .contents()
        .stream()
        .map(o -> o.key())
        .collect(Collectors.toSet());
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
