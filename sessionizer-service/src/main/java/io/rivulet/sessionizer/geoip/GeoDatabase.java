package io.rivulet.sessionizer.geoip;

import com.maxmind.db.CHMCache;
import com.maxmind.db.Reader;
import io.rivulet.event.project.IpAddress;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A GeoIP database in MaxMind's format (GeoLite2, GeoIP2, DB-IP), of countries or of cities. It is
 * read again when the file changes. While there is none that can be read, nothing is located and
 * {@link #problem} says why. May be shared by threads.
 */
public final class GeoDatabase {
  private static final Logger LOG = LoggerFactory.getLogger(GeoDatabase.class);

  /**
   * Where an address is.
   *
   * @param country ISO 3166-1 code of two letters, as {@code AT}
   * @param city its English name
   */
  public record Location(@Nullable String country, @Nullable String city) {
    static final Location UNKNOWN = new Location(null, null);
  }

  /** What tells one content of the file from the next without reading it. */
  private record Version(@Nullable Object file, long modifiedMillis, long bytes) {}

  private final @Nullable Path path;
  private @Nullable Version seen;
  private @Nullable Version tried;
  private volatile @Nullable Reader reader;
  private volatile @Nullable String problem;

  /**
   * Reads the file, if it can be read.
   *
   * @param path null: nothing is ever located
   */
  public GeoDatabase(@Nullable Path path) {
    this.path = path;
    reloadIfChanged();
  }

  /** Whether the owner named a database. */
  public boolean isWanted() {
    return path != null;
  }

  /** What is in use: its type and the day on which it was made; null while there is none. */
  public @Nullable String inUse() {
    Reader current = reader;
    return current == null
        ? null
        : current.getMetadata().databaseType() + " of " + current.getMetadata().buildTime();
  }

  /** Why the file, as it is now, is not in use, in one sentence; null when it is. */
  public @Nullable String problem() {
    return problem;
  }

  /**
   * Where the address is.
   *
   * @param address a whole one or one that a policy has truncated; any other text is nowhere
   * @throws UncheckedIOException when the database is damaged there
   */
  public Location locate(String address) {
    Reader current = reader;
    InetAddress parsed = current == null ? null : IpAddress.parsed(address);
    if (current == null || parsed == null) {
      return Location.UNKNOWN;
    }
    try {
      Map<?, ?> found = current.get(parsed, Map.class);
      return found == null
          ? Location.UNKNOWN
          : new Location(
              text(member(found.get("country"), "iso_code")),
              text(member(member(found.get("city"), "names"), "en")));
    } catch (IOException e) {
      throw new UncheckedIOException("the GeoIP database is damaged", e);
    }
  }

  private static @Nullable Object member(@Nullable Object map, String name) {
    return map instanceof Map<?, ?> members ? members.get(name) : null;
  }

  private static @Nullable String text(@Nullable Object value) {
    return value instanceof String text && !text.isBlank() ? text : null;
  }

  /**
   * Reads the file when it is another than before and was the same at two looks, so that one caught
   * in the middle of a copy is not taken. What cannot be read is reported once, and the last
   * database stays.
   */
  public synchronized void reloadIfChanged() {
    if (path == null) {
      return;
    }
    Version now = version(path);
    boolean isSettled = tried == null || now.equals(seen);
    seen = now;
    if (!isSettled || now.equals(tried)) {
      return;
    }
    tried = now;
    try {
      Reader read = privateCopy(path);
      reader = read; // The one before is freed when no thread looks at it any more.
      problem = null;
      LOG.info("GeoIP database {} is in use: {}", path, inUse());
    } catch (IOException | RuntimeException e) {
      problem = "GeoIP database " + path + " cannot be read: " + e;
      LOG.warn("{}; {}", problem, reader == null ? "nothing is located" : "the last one stays");
    }
  }

  private static Version version(Path path) {
    try {
      BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
      return new Version(file.fileKey(), file.lastModifiedTime().toMillis(), file.size());
    } catch (IOException e) {
      return new Version(null, -1, -1);
    }
  }

  // Mapped into memory and so no load on the heap; of a copy, because whoever cuts a mapped file
  // short kills the process.
  private static Reader privateCopy(Path path) throws IOException {
    File copy = File.createTempFile("rivulet-geoip", ".mmdb");
    try {
      Files.copy(path, copy.toPath(), StandardCopyOption.REPLACE_EXISTING);
      return new Reader(copy, new CHMCache());
    } finally {
      Files.deleteIfExists(copy.toPath());
    }
  }
}
