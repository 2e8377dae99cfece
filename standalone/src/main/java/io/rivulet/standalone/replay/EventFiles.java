package io.rivulet.standalone.replay;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The lines of some files, in the order of the files. A file that begins with the two bytes of gzip
 * is unpacked, whatever its name; {@code -} is the standard input.
 */
public final class EventFiles implements EventLines {
  private static final int BUFFER_BYTES = 1 << 16;

  private final List<String> files;
  private final InputStream standardInput;
  private final long totalBytes;
  private long bytesOfFinishedFiles;
  private int nextFile;
  private @Nullable Counted counted;
  private @Nullable InputStream current;
  private long lineNumber;

  /**
   * Checks that every file can be read.
   *
   * @param standardInput what {@code -} stands for
   * @throws IOException naming the first file that cannot be read
   */
  public EventFiles(List<String> files, InputStream standardInput) throws IOException {
    this.files = List.copyOf(files);
    this.standardInput = standardInput;
    long bytes = 0;
    for (String file : this.files) {
      if (file.equals("-")) {
        bytes = -1;
        continue;
      }
      Path path = Path.of(file);
      if (!Files.isReadable(path) || Files.isDirectory(path)) {
        throw new IOException("cannot read event file " + file);
      }
      bytes = bytes < 0 ? -1 : bytes + Files.size(path);
    }
    this.totalBytes = bytes;
  }

  @Override
  public @Nullable EventLine next() throws IOException {
    while (true) {
      InputStream in = current;
      if (in == null) {
        if (nextFile == files.size()) {
          return null;
        }
        in = open(files.get(nextFile));
      }
      byte[] line = readLine(in);
      if (line == null) {
        finishFile();
        continue;
      }
      lineNumber++;
      if (!isBlank(line)) {
        return new EventLine(nameOf(files.get(nextFile)), lineNumber, line);
      }
    }
  }

  @Override
  public double fractionRead() {
    Counted now = counted;
    return totalBytes <= 0
        ? -1
        : (double) (bytesOfFinishedFiles + (now == null ? 0 : now.bytes)) / totalBytes;
  }

  @Override
  public void close() throws IOException {
    if (current != null) {
      current.close();
    }
  }

  private InputStream open(String file) throws IOException {
    Counted raw =
        new Counted(file.equals("-") ? standardInput : Files.newInputStream(Path.of(file)));
    BufferedInputStream buffered = new BufferedInputStream(raw, BUFFER_BYTES);
    buffered.mark(2);
    boolean gzip = buffered.read() == 0x1f && buffered.read() == 0x8b;
    buffered.reset();
    InputStream in =
        gzip
            ? new BufferedInputStream(new GZIPInputStream(buffered, BUFFER_BYTES), BUFFER_BYTES)
            : buffered;
    counted = raw;
    current = in;
    lineNumber = 0;
    return in;
  }

  private void finishFile() throws IOException {
    close();
    bytesOfFinishedFiles += counted == null ? 0 : counted.bytes;
    counted = null;
    current = null;
    nextFile++;
  }

  private static String nameOf(String file) {
    return file.equals("-") ? "stdin" : file;
  }

  private static byte @Nullable [] readLine(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
    int b = in.read();
    if (b < 0) {
      return null;
    }
    while (b >= 0 && b != '\n') {
      line.write(b);
      b = in.read();
    }
    return line.toByteArray();
  }

  private static boolean isBlank(byte[] line) {
    for (byte b : line) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  /** Counts what is read from a file, before it is unpacked. */
  private static final class Counted extends FilterInputStream {
    volatile long bytes;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      add(b < 0 ? 0 : 1);
      return b;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int n = super.read(target, offset, length);
      add(Math.max(n, 0));
      return n;
    }

    // Only the reading thread writes; the progress display reads.
    private void add(int n) {
      long before = bytes;
      bytes = before + n;
    }
  }
}
