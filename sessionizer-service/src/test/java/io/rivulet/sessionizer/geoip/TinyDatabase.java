package io.rivulet.sessionizer.geoip;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a database in MaxMind's format, version 2, with a few IPv4 networks: a binary tree of
 * records of 24 bits, sixteen zero bytes, the data, and the metadata behind their marker.
 */
final class TinyDatabase {
  private final List<int[]> nodes = new ArrayList<>(List.of(new int[2]));
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();

  /** Adds a network: all addresses that begin with these bytes. */
  TinyDatabase network(Map<String, Object> place, int... bytes) {
    int leaf = -1 - data.size();
    write(data, place);
    int node = 0;
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      int side = bytes[bit / 8] >> (7 - bit % 8) & 1;
      if (bit == bytes.length * 8 - 1) {
        nodes.get(node)[side] = leaf;
      } else {
        if (nodes.get(node)[side] == 0) {
          nodes.get(node)[side] = nodes.size();
          nodes.add(new int[2]);
        }
        node = nodes.get(node)[side];
      }
    }
    return this;
  }

  static Map<String, Object> place(String country, String city) {
    return Map.of(
        "country", Map.of("iso_code", country), "city", Map.of("names", Map.of("en", city)));
  }

  Path writeTo(Path file) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int[] node : nodes) {
      for (int record : node) {
        int value =
            record < 0 ? nodes.size() + 16 + (-1 - record) : record == 0 ? nodes.size() : record;
        all.write(value >> 16);
        all.write(value >> 8);
        all.write(value);
      }
    }
    all.write(new byte[16]);
    data.writeTo(all);
    all.write(new byte[] {(byte) 0xAB, (byte) 0xCD, (byte) 0xEF});
    all.write("MaxMind.com".getBytes(StandardCharsets.US_ASCII));
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("binary_format_major_version", 2);
    metadata.put("binary_format_minor_version", 0);
    metadata.put("build_epoch", 1_767_225_600);
    metadata.put("database_type", "Tiny-City");
    metadata.put("description", Map.of("en", "for tests"));
    metadata.put("ip_version", 4);
    metadata.put("languages", List.of("en"));
    metadata.put("node_count", nodes.size());
    metadata.put("record_size", 24);
    write(all, metadata);
    return Files.write(file, all.toByteArray());
  }

  private static void write(ByteArrayOutputStream to, Object value) {
    try {
      if (value instanceof Map<?, ?> map) {
        to.write(7 << 5 | map.size());
        map.forEach(
            (key, member) -> {
              write(to, key);
              write(to, member);
            });
      } else if (value instanceof List<?> list) {
        to.write(list.size());
        to.write(11 - 7);
        list.forEach(member -> write(to, member));
      } else if (value instanceof Integer number) {
        to.write(6 << 5 | 4);
        to.write(
            new byte[] {
              (byte) (number >> 24), (byte) (number >> 16), (byte) (number >> 8), number.byteValue()
            });
      } else {
        byte[] text = value.toString().getBytes(StandardCharsets.UTF_8);
        to.write(2 << 5 | text.length);
        to.write(text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
