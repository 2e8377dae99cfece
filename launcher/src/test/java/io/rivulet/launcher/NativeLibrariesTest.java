package io.rivulet.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** What the jar of the image brings of machine code is there for both kinds of machines. */
class NativeLibrariesTest {
  private static final Pattern X86_64 =
      Pattern.compile("(?i).*(linux.*(amd64|x86_64|x64)|linux64).*[.]so.*|.*[.]so_linux_amd64");
  private static final Pattern ARM64 =
      Pattern.compile("(?i).*linux.*(aarch64|arm64).*[.]so.*|.*[.]so_linux_arm64");

  @Test
  void a_jar_with_a_library_for_linux_on_x86_64_has_it_for_arm64() throws IOException {
    List<String> both = new ArrayList<>();
    List<String> one = new ArrayList<>();
    // Maven's own property: its JVM is started with a jar that names the others.
    String classPath =
        Objects.requireNonNullElse(
            System.getProperty("surefire.test.class.path"), System.getProperty("java.class.path"));
    for (String path : classPath.split(File.pathSeparator, -1)) {
      if (path.endsWith(".jar") && has(path, X86_64)) {
        (has(path, ARM64) ? both : one).add(new File(path).getName());
      }
    }

    assertThat(one).isEmpty();
    assertThat(both)
        .as("DuckDB, RocksDB, ONNX Runtime")
        .anyMatch(jar -> jar.startsWith("duckdb_jdbc"))
        .anyMatch(jar -> jar.startsWith("rocksdbjni"))
        .anyMatch(jar -> jar.startsWith("onnxruntime"));
  }

  private static boolean has(String jar, Pattern library) throws IOException {
    try (ZipFile file = new ZipFile(jar)) {
      return file.stream().map(ZipEntry::getName).anyMatch(library.asMatchPredicate());
    }
  }
}
