package io.rivulet.ingest.body;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Reads gzip (RFC 1952), also several members one after the other; what follows the last one and is
 * no member is passed over, as {@link java.util.zip.GZIPInputStream} does. That one makes an {@link
 * Inflater} of 40 KB for each stream, which cost as much as inflating a single event; here each
 * thread keeps its own. A thread can read one stream at a time.
 */
final class GzipInput extends InputStream {
  private static final ThreadLocal<Inflater> INFLATER =
      ThreadLocal.withInitial(() -> new Inflater(true));

  private static final int HEADER_BYTES = 10;
  private static final int TRAILER_BYTES = 8;
  private static final int HAS_CHECKSUM = 1 << 1;
  private static final int HAS_EXTRA = 1 << 2;
  private static final int HAS_NAME = 1 << 3;
  private static final int HAS_COMMENT = 1 << 4;
  private static final int RESERVED = 0b1110_0000;

  private final byte[] bytes;
  private final Inflater inflater = INFLATER.get();
  private final CRC32 checksum = new CRC32();
  private boolean isOver;

  GzipInput(byte[] bytes) throws IOException {
    this.bytes = bytes;
    begin(0);
  }

  /** Whether a member begins there. */
  static boolean beginsAt(int offset, byte[] bytes) {
    return bytes.length >= offset + 2 && bytes[offset] == 0x1f && bytes[offset + 1] == (byte) 0x8b;
  }

  /** What the last member says of its length; anybody can write anything there. */
  static long announcedLength(byte[] bytes) {
    return bytes.length < TRAILER_BYTES
        ? 0
        : littleEndian(bytes).getInt(bytes.length - Integer.BYTES) & 0xffff_ffffL;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    try {
      while (!isOver) {
        int read = inflater.inflate(target, offset, length);
        if (read > 0) {
          checksum.update(target, offset, read);
          return read;
        }
        if (inflater.finished()) {
          endMember();
        } else if (inflater.needsInput() || inflater.needsDictionary()) {
          throw new EOFException("the member does not end");
        }
      }
      return -1;
    } catch (DataFormatException e) {
      throw new ZipException(e.getMessage());
    }
  }

  private void begin(int member) throws IOException {
    int data = endOfHeader(member);
    inflater.reset();
    inflater.setInput(bytes, data, bytes.length - data);
    checksum.reset();
  }

  private void endMember() throws IOException {
    int trailer = bytes.length - inflater.getRemaining();
    require(trailer + TRAILER_BYTES <= bytes.length);
    ByteBuffer fields = littleEndian(bytes);
    if (fields.getInt(trailer) != (int) checksum.getValue()
        || fields.getInt(trailer + Integer.BYTES) != (int) inflater.getBytesWritten()) {
      throw new ZipException("checksum or length differ");
    }
    try {
      begin(trailer + TRAILER_BYTES);
    } catch (IOException e) {
      isOver = true; // what follows is no member
    }
  }

  /** Lets the thread's inflater forget the bytes. */
  @Override
  public void close() {
    inflater.reset();
  }

  private int endOfHeader(int member) throws IOException {
    require(member + HEADER_BYTES <= bytes.length);
    int flags = bytes[member + 3];
    if (!beginsAt(member, bytes) || bytes[member + 2] != 8 || (flags & RESERVED) != 0) {
      throw new ZipException("no gzip header");
    }
    int at = member + HEADER_BYTES;
    if ((flags & HAS_EXTRA) != 0) {
      require(at + Short.BYTES <= bytes.length);
      at += Short.BYTES + (littleEndian(bytes).getShort(at) & 0xffff);
    }
    if ((flags & HAS_NAME) != 0) {
      at = afterZero(at);
    }
    if ((flags & HAS_COMMENT) != 0) {
      at = afterZero(at);
    }
    if ((flags & HAS_CHECKSUM) != 0) {
      require(at + Short.BYTES <= bytes.length);
      checksum.reset();
      checksum.update(bytes, member, at - member);
      if (littleEndian(bytes).getShort(at) != (short) checksum.getValue()) {
        throw new ZipException("the header's checksum differs");
      }
      at += Short.BYTES;
    }
    require(at <= bytes.length);
    return at;
  }

  private int afterZero(int from) throws IOException {
    int at = from;
    while (at < bytes.length && bytes[at] != 0) {
      at++;
    }
    require(at < bytes.length);
    return at + 1;
  }

  private static void require(boolean isThere) throws IOException {
    if (!isThere) {
      throw new EOFException("the member does not end");
    }
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
