package io.rivulet.ingest.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class SegmentProperties {

  @Property(tries = 500)
  void of_a_file_cut_anywhere_every_whole_record_is_read(
      @ForAll @Size(max = 12) List<@StringLength(max = 40) String> values,
      @ForAll @IntRange(max = Integer.MAX_VALUE) int cut)
      throws IOException {
    Written written = Written.of(values);
    int end = cut % (written.bytes.length + 1);

    List<String> read = read(Arrays.copyOf(written.bytes, end), new ArrayList<>());

    long whole = written.ends.stream().filter(recordEnd -> recordEnd <= end).count();
    assertThat(read).isEqualTo(values.subList(0, (int) whole));
  }

  @Property(tries = 500)
  void a_flipped_bit_costs_the_record_that_it_hits_and_no_other(
      @ForAll @Size(min = 1, max = 12) List<@StringLength(max = 40) String> values,
      @ForAll @IntRange(max = Integer.MAX_VALUE) int bit)
      throws IOException {
    Written written = Written.of(values);
    int flipped = bit % (8 * written.bytes.length);
    written.bytes[flipped / 8] ^= (byte) (1 << (flipped % 8));
    List<Long> damage = new ArrayList<>();

    List<String> read = read(written.bytes, damage);

    List<String> expected = new ArrayList<>(values);
    int hit = written.recordAt(flipped / 8);
    if (hit >= 0) {
      expected.remove(hit);
    }
    assertThat(read).isEqualTo(expected);
    assertThat(damage).hasSize(1);
  }

  @Property(tries = 500)
  void garbage_anywhere_leaves_all_records_that_it_does_not_touch(
      @ForAll @Size(min = 1, max = 12) List<@StringLength(max = 40) String> values,
      @ForAll long seed)
      throws IOException {
    Random random = new Random(seed);
    Written written = Written.of(values);
    int from = random.nextInt(written.bytes.length);
    int to = from + 1 + random.nextInt(written.bytes.length - from);
    byte[] garbage = new byte[to - from];
    random.nextBytes(garbage);
    System.arraycopy(garbage, 0, written.bytes, from, garbage.length);

    List<String> read = read(written.bytes, new ArrayList<>());

    List<String> untouched = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      int start = i == 0 ? SegmentFormat.HEADER_BYTES : written.ends.get(i - 1);
      if (written.ends.get(i) <= from || start >= to) {
        untouched.add(values.get(i));
      }
    }
    assertThat(isSubsequence(read, values)).isTrue();
    assertThat(isSubsequence(untouched, read)).isTrue();
  }

  private static boolean isSubsequence(List<String> part, List<String> of) {
    int found = 0;
    for (String one : of) {
      if (found < part.size() && part.get(found).equals(one)) {
        found++;
      }
    }
    return found == part.size();
  }

  private static List<String> read(byte[] bytes, List<Long> damage) throws IOException {
    Path directory = Files.createTempDirectory("segment");
    Segment segment = Segment.fresh(directory, 7);
    try {
      Files.write(segment.path, bytes);
      List<String> values = new ArrayList<>();
      try (SegmentReader reader =
          new SegmentReader(
              segment, SegmentInput::onDisk, (file, from, to, isTorn) -> damage.add(from))) {
        for (SpooledRecord r = reader.next(bytes.length); r != null; ) {
          assertThat(r.record().topic()).isEqualTo("events");
          assertThat(new String(r.record().key(), StandardCharsets.UTF_8)).isEqualTo("key");
          values.add(new String(r.record().value(), StandardCharsets.UTF_8));
          r = reader.next(bytes.length);
        }
      }
      return values;
    } finally {
      Files.delete(segment.path);
      Files.delete(directory);
    }
  }

  /** A segment with a record for each text, and where each ends. */
  private static final class Written {
    private final byte[] bytes;
    private final List<Integer> ends = new ArrayList<>();

    private Written(List<byte[]> values) {
      ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
      buffer.put(SegmentFormat.header(7));
      for (int i = 0; i < values.size(); i++) {
        SpoolRecord record =
            new SpoolRecord("events", "key".getBytes(StandardCharsets.UTF_8), values.get(i));
        SegmentFormat.put(buffer, new SpooledRecord(7 + i, 1000 + i, record));
        ends.add(buffer.position());
      }
      bytes = new byte[buffer.position()];
      buffer.flip().get(bytes);
    }

    static Written of(List<String> values) {
      // What arrives is well-formed text: lone surrogates are replaced before.
      values.replaceAll(
          v -> new String(v.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
      return new Written(values.stream().map(v -> v.getBytes(StandardCharsets.UTF_8)).toList());
    }

    int recordAt(int place) {
      for (int i = 0; i < ends.size(); i++) {
        if (place >= SegmentFormat.HEADER_BYTES && place < ends.get(i)) {
          return i;
        }
      }
      return -1;
    }
  }
}
