package io.rivulet.ingest.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/** The event in the address of an image: the query's {@code data}, JSON as Base64. */
final class PixelData {
  private static final String NAME = "data=";
  private static final byte[] NONE = new byte[0];

  private PixelData() {}

  /**
   * The JSON. Both alphabets of Base64 are read, with and without padding. What is no Base64 comes
   * as it stands, so that the quarantine shows it; empty where there is nothing.
   */
  static byte[] of(@Nullable String query) {
    if (query == null) {
      return NONE;
    }
    for (String parameter : query.split("&", -1)) {
      if (parameter.startsWith(NAME)) {
        return decode(parameter.substring(NAME.length()));
      }
    }
    return NONE;
  }

  private static byte[] decode(String data) {
    String text = data;
    try {
      text = StringUtils.uriDecode(data, StandardCharsets.UTF_8);
      // A plus sign of the standard alphabet that nobody has escaped reads as a space.
      String urlSafe = text.strip().replace(' ', '-').replace('+', '-').replace('/', '_');
      return Base64.getUrlDecoder().decode(urlSafe);
    } catch (IllegalArgumentException e) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }
}
