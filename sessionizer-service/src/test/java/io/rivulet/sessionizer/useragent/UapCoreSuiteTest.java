package io.rivulet.sessionizer.useragent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rivulet.event.BoundedText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * How far the patterns agree with the public test suite of uap-core: {@code test_ua.yaml}, {@code
 * test_os.yaml} and {@code test_device.yaml} in the folder that {@code RIVULET_UAP_CORE_TESTS}
 * names. Without it nothing is compared.
 */
class UapCoreSuiteTest {
  private static final Logger LOG = LoggerFactory.getLogger(UapCoreSuiteTest.class);
  private static final int MAX_SHOWN = 20;

  @Test
  void browsers_agree() throws IOException {
    assertThat(
            agreement(
                "test_ua.yaml",
                PatternList.browsers(PatternList.shipped()),
                "family",
                "major",
                "minor",
                "patch"))
        .isGreaterThan(0.99);
  }

  @Test
  void systems_agree() throws IOException {
    assertThat(
            agreement(
                "test_os.yaml",
                PatternList.systems(PatternList.shipped()),
                "family",
                "major",
                "minor",
                "patch",
                "patch_minor"))
        .isGreaterThan(0.99);
  }

  @Test
  void devices_agree() throws IOException {
    assertThat(
            agreement(
                "test_device.yaml",
                PatternList.devices(PatternList.shipped()),
                "family",
                "brand",
                "model"))
        .isGreaterThan(0.99);
  }

  private static double agreement(String file, PatternList patterns, String... members)
      throws IOException {
    Optional<Path> cases = suite().map(folder -> folder.resolve(file));
    if (cases.isEmpty()) {
      LOG.warn("{} was not compared: RIVULET_UAP_CORE_TESTS names no folder", file);
    }
    assumeTrue(cases.isPresent(), "RIVULET_UAP_CORE_TESTS names no folder");
    int all = 0;
    int agreed = 0;
    for (JsonNode expected : yaml().readTree(Files.readString(cases.get())).get("test_cases")) {
      String userAgent = String.valueOf(text(expected, "user_agent_string"));
      List<@Nullable String> wanted = new ArrayList<>();
      for (String member : members) {
        wanted.add(text(expected, member));
      }
      List<@Nullable String> found = fields(patterns, userAgent, members.length);
      all++;
      if (found.equals(wanted)) {
        agreed++;
      } else if (all - agreed <= MAX_SHOWN) {
        LOG.info("{}: {} should be {}, is {}", file, userAgent, wanted, found);
      }
    }
    LOG.info("{}: {} of {} agree, {} %", file, agreed, all, 100.0 * agreed / all);
    return (double) agreed / all;
  }

  private static Optional<Path> suite() {
    return Optional.ofNullable(System.getenv("RIVULET_UAP_CORE_TESTS"))
        .filter(folder -> !folder.isBlank())
        .map(Path::of);
  }

  /** As the suite writes them: what is not known is "Other". */
  private static List<@Nullable String> fields(PatternList patterns, String userAgent, int count) {
    List<@Nullable String> found =
        patterns.find(new BoundedText(userAgent, UserAgents.MAX_STEPS), new Trigrams(userAgent));
    List<@Nullable String> fields = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      fields.add(i < found.size() ? found.get(i) : i == 0 ? "Other" : null);
    }
    return fields;
  }

  private static @Nullable String text(JsonNode test, String member) {
    JsonNode value = test.get(member);
    return value == null || value.isNull() || value.asString().isEmpty() ? null : value.asString();
  }

  private static YAMLMapper yaml() {
    return new YAMLMapper(
        YAMLFactory.builder()
            .loadSettings(LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build())
            .build());
  }
}
