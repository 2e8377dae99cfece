package io.rivulet.etl.erase;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Writes gzip files of JSON lines anew, without some lines; those that stay keep each byte. */
final class Lines {
  private static final int BUFFER = 1 << 16;

  private Lines() {}

  /** What becomes of a line. */
  @FunctionalInterface
  interface Keeper {
    /**
     * The line as it stays.
     *
     * @return the same text for one that stays as it is, null for one that goes
     */
    @Nullable String kept(String line) throws IOException;
  }

  /**
   * What became of a file.
   *
   * @param lines that there were
   * @param dropped lines that went
   * @param changed lines that stayed and are others now
   */
  record Outcome(long lines, long dropped, long changed) {
    boolean isSame() {
      return dropped == 0 && changed == 0;
    }
  }

  /** Reads {@code from} and writes what stays of it to {@code to}. */
  static Outcome rewrite(Path from, Path to, Keeper keeper) throws IOException {
    long lines = 0;
    long dropped = 0;
    long changed = 0;
    try (InputStream in =
            new BufferedInputStream(
                new GZIPInputStream(Files.newInputStream(from), BUFFER), BUFFER);
        OutputStream out =
            new BufferedOutputStream(
                new GZIPOutputStream(Files.newOutputStream(to), BUFFER), BUFFER)) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      while (readLine(in, bytes)) {
        String line = bytes.toString(StandardCharsets.UTF_8);
        lines++;
        String kept = keeper.kept(line);
        if (kept == null) {
          dropped++;
          continue;
        }
        if (kept.equals(line)) {
          bytes.writeTo(out);
        } else {
          changed++;
          out.write(kept.getBytes(StandardCharsets.UTF_8));
        }
        out.write('\n');
      }
    }
    return new Outcome(lines, dropped, changed);
  }

  /** Reads up to the next line feed; false at the end. */
  private static boolean readLine(InputStream in, ByteArrayOutputStream line) throws IOException {
    line.reset();
    int next = in.read();
    if (next < 0) {
      return false;
    }
    while (next >= 0 && next != '\n') {
      line.write(next);
      next = in.read();
    }
    return true;
  }
}
