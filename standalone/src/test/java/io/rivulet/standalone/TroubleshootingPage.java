package io.rivulet.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rivulet.launcher.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What docs/troubleshooting.md tells people to type. */
final class TroubleshootingPage {
  private static final Pattern CURL = Pattern.compile("(?m)(?:^|`)(curl [^`\\n]+)");
  private static final Pattern SELECT = Pattern.compile("`(select [^`]+)`");
  private static final Pattern METRIC = Pattern.compile("`(rivulet_[a-z_]+)`");

  private final String text;

  TroubleshootingPage() throws IOException {
    text = Files.readString(MonitoringFiles.ROOT.resolve("docs/troubleshooting.md"));
  }

  List<String> requests() {
    return found(CURL);
  }

  List<String> queries() {
    return found(SELECT);
  }

  List<String> metrics() {
    return found(METRIC);
  }

  private List<String> found(Pattern pattern) {
    return pattern
        .matcher(text)
        .results()
        .map((MatchResult one) -> one.group(1))
        .distinct()
        .toList();
  }

  /**
   * The status of the answer to a request, typed on a machine with these settings.
   *
   * @param others what stands in the page, and what to type instead
   */
  static String status(String request, Map<String, String> settings, Map<String, String> others)
      throws IOException, InterruptedException {
    String typed = request;
    for (Part part : List.of(Part.INGEST, Part.SESSIONIZER, Part.ETL, Part.DASHBOARD)) {
      typed =
          typed.replace(
              "localhost:" + part.defaultPort(), "127.0.0.1:" + settings.get(part.portVariable()));
    }
    for (Map.Entry<String, String> other : others.entrySet()) {
      typed = typed.replace(other.getKey(), other.getValue());
    }
    // streams never end
    String asked =
        "curl() { command curl -o /dev/null -w '%{http_code}' --max-time 5 \"$@\"; }\n" + typed;
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", asked);
    builder
        .environment()
        .put(
            "TOKEN",
            Files.readString(Path.of(settings.get("RIVULET_HOME"), "admin-token")).strip());
    Process process = builder.start();
    return new String(process.getInputStream().readAllBytes(), UTF_8);
  }
}
