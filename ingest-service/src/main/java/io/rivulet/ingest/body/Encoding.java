package io.rivulet.ingest.body;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.brotli.dec.BrotliInputStream;
import org.jspecify.annotations.Nullable;

/** The forms in which a body may come. */
enum Encoding {
  IDENTITY {
    @Override
    InputStream open(byte[] bytes) {
      return new ByteArrayInputStream(bytes);
    }
  },
  GZIP {
    @Override
    InputStream open(byte[] bytes) throws IOException {
      return new GzipInput(bytes);
    }

    @Override
    long expectedLength(byte[] bytes) {
      return Math.min(GzipInput.announcedLength(bytes), super.expectedLength(bytes));
    }
  },
  /** With the frame of zlib as the standard has it, or without as many send it. */
  DEFLATE {
    @Override
    InputStream open(byte[] bytes) {
      boolean isFramed =
          bytes.length >= 2
              && (bytes[0] & 0x0f) == 8
              && ((bytes[0] & 0xff) << 8 | (bytes[1] & 0xff)) % 31 == 0;
      return new InflaterInputStream(new ByteArrayInputStream(bytes), new Inflater(!isFramed)) {
        @Override
        public void close() throws IOException {
          inf.end(); // the stream ends only those that it has made
          super.close();
        }
      };
    }
  },
  ZSTD {
    @Override
    InputStream open(byte[] bytes) throws IOException {
      return new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(bytes))
          .setLongMax(ZSTD_WINDOW_BITS);
    }
  },
  BR {
    @Override
    InputStream open(byte[] bytes) throws IOException {
      if (bytes.length > 0 && brotliWindowBits(bytes[0]) > BROTLI_WINDOW_BITS) {
        throw new WindowTooLargeException();
      }
      return new BrotliInputStream(new ByteArrayInputStream(bytes));
    }
  };

  // Batches of events shrink to an eighth or less; nobody makes us take much more than he sends.
  private static final int USUAL_RATIO = 16;

  // The memory for a window is taken beside all other bounds, as often as bodies are inflated at
  // one
  // time: once for each thread of the server at most.

  // 8 MiB, which every decoder should support (RFC 8878); a sender may not make us take more.
  private static final int ZSTD_WINDOW_BITS = 23;

  // 4 MiB, with which every encoder begins unless it is told otherwise.
  private static final int BROTLI_WINDOW_BITS = 22;

  /** The decoder would need more memory than a sender may make us take. */
  private static final class WindowTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    private WindowTooLargeException() {
      super("the window is too large");
    }
  }

  /** How large a window the first byte of a body announces (RFC 7932, 9.1). */
  private static int brotliWindowBits(byte first) {
    int bits = (first >> 1) & 7;
    if ((first & 1) == 0) {
      return 16;
    }
    return bits == 0 ? 17 : 17 + bits; // or less, which makes no difference here
  }

  /**
   * The encoding of a body by its header; gzip also where it says nothing and the body begins with
   * gzip's magic bytes. Empty for an unknown one, and for several on top of each other.
   */
  static Optional<Encoding> of(@Nullable String header, byte[] bytes) {
    List<String> names =
        header == null
            ? List.of()
            : Arrays.stream(header.toLowerCase(Locale.ROOT).split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty() && !name.equals("identity"))
                .toList();
    if (names.isEmpty()) {
      return Optional.of(GzipInput.beginsAt(0, bytes) ? GZIP : IDENTITY);
    }
    if (names.size() > 1) {
      return Optional.empty();
    }
    return switch (names.get(0)) {
      case "gzip", "x-gzip" -> Optional.of(GZIP);
      case "deflate" -> Optional.of(DEFLATE);
      case "zstd" -> Optional.of(ZSTD);
      case "br" -> Optional.of(BR);
      default -> Optional.empty();
    };
  }

  /**
   * The plain bytes. Reading them throws an {@link IOException} or a {@link RuntimeException} where
   * they are not what they claim to be.
   */
  abstract InputStream open(byte[] bytes) throws IOException;

  /** How much memory to begin with; what is longer takes more. */
  long expectedLength(byte[] bytes) {
    return (long) USUAL_RATIO * bytes.length;
  }

  /** What is wrong with a body on which reading has thrown that. */
  String fault(Exception thrown) {
    boolean isWindow =
        thrown instanceof WindowTooLargeException
            || (thrown instanceof ZstdIOException zstd
                && zstd.getErrorCode() == Zstd.errFrameParameterWindowTooLarge());
    return isWindow
        ? "the window of the " + wireName() + " body is larger than " + windowBytes() + " bytes"
        : "the body is not valid " + wireName();
  }

  private int windowBytes() {
    return 1 << (this == BR ? BROTLI_WINDOW_BITS : ZSTD_WINDOW_BITS);
  }

  /** As a header names it. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
