package io.rivulet.ingest.spool;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * How a segment file looks. All numbers are big-endian.
 *
 * <pre>
 * header   "RVSPOOL" (7 bytes), version (1), first sequence (8), CRC-32C of these (4)
 * record   marker (4), length of the body (4), CRC-32C of length and body (4), body
 * body     sequence (8), appended at, ms since 1970 (8), length of topic (2), topic,
 *          length of key (4), key, value
 * </pre>
 *
 * Sequences ascend in the file and from file to file. A reader that lost its way finds the next
 * record by its marker, all bytes of which are illegal in UTF-8: no text that a client sent can
 * look like a record, so what follows a damaged spot is a record of ours or nothing.
 */
final class SegmentFormat {
  static final int VERSION = 1;
  static final int HEADER_BYTES = 20;
  static final int FRAME_BYTES = 12;
  static final int MARKER = 0xF5FFFEC1;

  /** No event comes near; what claims to be larger is damaged. */
  static final int MAX_BODY_BYTES = 16 << 20;

  private static final byte[] MAGIC = "RVSPOOL".getBytes(StandardCharsets.US_ASCII);
  private static final int LEAST_BODY_BYTES = 8 + 8 + 2 + 4;

  private SegmentFormat() {}

  static ByteBuffer header(long firstSequence) {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    header.put(MAGIC).put((byte) VERSION).putLong(firstSequence);
    return header.putInt(crc(header.array(), 0, header.position())).flip();
  }

  /**
   * The version of a segment that begins with these bytes; 0 where they are no header, as after a
   * crash or a flipped bit. Then the records tell for themselves.
   */
  static int version(ByteBuffer start) {
    if (start.remaining() < HEADER_BYTES) {
      return 0;
    }
    byte[] header = new byte[HEADER_BYTES];
    start.get(start.position(), header);
    int crc = ByteBuffer.wrap(header).getInt(HEADER_BYTES - 4);
    return crc == crc(header, 0, HEADER_BYTES - 4) ? header[MAGIC.length] : 0;
  }

  /** Bytes that the record takes in a file. */
  static int size(SpoolRecord record) {
    return FRAME_BYTES
        + LEAST_BODY_BYTES
        + record.topic().getBytes(StandardCharsets.UTF_8).length
        + record.key().length
        + record.value().length;
  }

  /** Writes the record to the buffer, which has {@link #size} bytes left at least. */
  static void put(ByteBuffer buffer, SpooledRecord entry) {
    SpoolRecord record = entry.record();
    byte[] topic = record.topic().getBytes(StandardCharsets.UTF_8);
    int start = buffer.position();
    buffer.putInt(MARKER).putInt(size(record) - FRAME_BYTES).putInt(0);
    buffer.putLong(entry.sequence()).putLong(entry.appendedAtMillis());
    buffer.putShort((short) topic.length).put(topic);
    buffer.putInt(record.key().length).put(record.key()).put(record.value());
    buffer.putInt(start + 8, crcOfRecord(buffer, start, buffer.position()));
  }

  /**
   * Length of the body of the record that seems to begin there.
   *
   * @param at place in the buffer, with {@link #FRAME_BYTES} after it
   * @return -1 when none begins there
   */
  static int bodyLength(ByteBuffer buffer, int at) {
    int length = buffer.getInt(at + 4);
    boolean isRecord =
        buffer.getInt(at) == MARKER && length >= LEAST_BODY_BYTES && length <= MAX_BODY_BYTES;
    return isRecord ? length : -1;
  }

  /**
   * The record that begins there, all of which is in the buffer; null when its checksum is wrong.
   */
  static @Nullable SpooledRecord get(ByteBuffer buffer, int at) {
    int end = at + FRAME_BYTES + buffer.getInt(at + 4);
    if (crcOfRecord(buffer, at, end) != buffer.getInt(at + 8)) {
      return null;
    }
    ByteBuffer body = buffer.duplicate().limit(end).position(at + FRAME_BYTES);
    long sequence = body.getLong();
    long appendedAt = body.getLong();
    int topicLength = body.getShort();
    if (topicLength < 0 || topicLength > body.remaining() - 4) {
      return null;
    }
    String topic = new String(bytes(body, topicLength), StandardCharsets.UTF_8);
    int keyLength = body.getInt();
    if (keyLength < 0 || keyLength > body.remaining()) {
      return null;
    }
    byte[] key = bytes(body, keyLength);
    return new SpooledRecord(
        sequence, appendedAt, new SpoolRecord(topic, key, bytes(body, body.remaining())));
  }

  private static byte[] bytes(ByteBuffer from, int length) {
    byte[] bytes = new byte[length];
    from.get(bytes);
    return bytes;
  }

  private static int crcOfRecord(ByteBuffer buffer, int start, int end) {
    CRC32C crc = new CRC32C();
    crc.update(buffer.duplicate().limit(start + 8).position(start + 4));
    crc.update(buffer.duplicate().limit(end).position(start + FRAME_BYTES));
    return (int) crc.getValue();
  }

  private static int crc(byte[] bytes, int from, int to) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, to - from);
    return (int) crc.getValue();
  }
}
