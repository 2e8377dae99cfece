package io.rivulet.ingest.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that remembers up to where the spool is drained, such as {@code drained 1042 9c3b07e1}.
 * It is replaced as a whole. Where it is lost or unreadable, what is in the spool is drained again:
 * events come twice, and none is missed.
 */
final class DrainedPosition {
  private static final Logger log = LoggerFactory.getLogger(DrainedPosition.class);
  private static final Pattern CONTENT = Pattern.compile("(drained (\\d{1,18})) ([0-9a-f]{8})\n");

  private final Path file;

  DrainedPosition(Path directory) {
    this.file = directory.resolve("drained");
  }

  /** Sequence of the first record that is not drained; 0 where that is not known. */
  long read() throws IOException {
    String content;
    try {
      content = Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      return 0;
    }
    Matcher matcher = CONTENT.matcher(content);
    if (!matcher.matches() || !matcher.group(3).equals(crc(matcher.group(1)))) {
      log.error("{} is damaged: all that is in the spool is sent to Kafka again", file);
      return 0;
    }
    return Long.parseLong(matcher.group(2));
  }

  void write(long sequence) throws IOException {
    String text = "drained " + sequence;
    Path written = file.resolveSibling("drained.new");
    try (FileChannel channel =
        FileChannel.open(
            written,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      Disk.write(
          channel,
          ByteBuffer.wrap((text + " " + crc(text) + "\n").getBytes(StandardCharsets.ISO_8859_1)));
      channel.force(true);
    }
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Disk.forceNames(file.toAbsolutePath().getParent());
  }

  private static String crc(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
    return "%08x".formatted(crc.getValue());
  }
}
