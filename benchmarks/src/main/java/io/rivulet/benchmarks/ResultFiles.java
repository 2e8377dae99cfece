package io.rivulet.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Keeps what was measured: as JSON for programs, and as Markdown for people. */
public final class ResultFiles {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private ResultFiles() {}

  /**
   * Writes both files, which differ by their extension alone.
   *
   * @return the one for people
   */
  public static Path write(Path withoutExtension, Object results, String markdown)
      throws IOException {
    Files.writeString(
        withoutExtension.resolveSibling(withoutExtension.getFileName() + ".json"),
        JSON.writeValueAsString(results));
    return Files.writeString(
        withoutExtension.resolveSibling(withoutExtension.getFileName() + ".md"), markdown);
  }
}
