package io.rivulet.ingest.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A segment file that is written. Tests put a failing disk in its place. */
interface SegmentOutput extends Closeable {
  /** Appends all bytes of the buffer. */
  void write(ByteBuffer bytes) throws IOException;

  /** Returns when all that was written would survive a power cut. */
  void force() throws IOException;

  void truncate(long bytes) throws IOException;

  /** Makes files. */
  interface Factory {
    /** A new file; its name survives a power cut too. */
    SegmentOutput create(Path path) throws IOException;
  }

  /** On the real disk. */
  static SegmentOutput onDisk(Path path) throws IOException {
    FileChannel file =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      Disk.forceNames(path.toAbsolutePath().getParent());
    } catch (IOException e) {
      file.close();
      throw e;
    }
    return new SegmentOutput() {
      @Override
      public void write(ByteBuffer bytes) throws IOException {
        Disk.write(file, bytes);
      }

      @Override
      public void force() throws IOException {
        file.force(false);
      }

      @Override
      public void truncate(long bytes) throws IOException {
        file.truncate(bytes);
      }

      @Override
      public void close() throws IOException {
        file.close();
      }
    };
  }
}
