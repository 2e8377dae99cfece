package io.rivulet.event.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rivulet.event.project.ProjectsFile.InvalidProjectsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedOriginTest {

  @Test
  void a_project_that_names_no_origins_allows_all() throws Exception {
    Project project =
        ProjectsFile.parse("p.yml", "projects: [{id: a, write-keys: [k]}]").projects().get(0);

    assertThat(project.allowsOrigin("https://anything.example")).isTrue();
    assertThat(project.allowsOrigin("null")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "https://shop.example, https://shop.example, true",
    "https://shop.example, HTTPS://Shop.Example, true",
    "https://shop.example, https://shop.example:443, true",
    "https://shop.example:443, https://shop.example, true",
    "https://shop.example, http://shop.example, false",
    "https://shop.example, https://shop.example:8443, false",
    "https://shop.example, https://www.shop.example, false",
    "https://shop.example, https://shop.example.evil.example, false",
    "http://localhost:3000, http://localhost:3000, true",
    "http://localhost:3000, http://localhost:3001, false",
    "http://[::1]:3000, http://[::1]:3000, true",
    "https://*.shop.example, https://www.shop.example, true",
    "https://*.shop.example, https://a.b.shop.example, true",
    "https://*.shop.example, https://shop.example, false",
    "https://*.shop.example, https://.shop.example, false",
    "https://*.shop.example, https://evilshop.example, false",
    "https://*.shop.example, http://www.shop.example, false",
    "https://*.shop.example, https://evil.example/.shop.example, false",
    "https://*.shop.example:8443, https://www.shop.example:8443, true",
    "https://*.shop.example:8443, https://www.shop.example, false",
    "capacitor://localhost, capacitor://localhost, true",
    "null, null, true",
    "'null', https://shop.example, false",
    "https://shop.example, 'null', false",
    "https://shop.example, '', false",
    "https://shop.example, https://*.shop.example, false",
  })
  void an_origin_is_compared_whole(String allowed, String origin, boolean expected)
      throws Exception {
    assertThat(project("'" + allowed + "'").allowsOrigin(origin)).isEqualTo(expected);
  }

  @Test
  void null_without_quotes_is_the_origin_null() throws Exception {
    assertThat(project("null, https://shop.example").allowsOrigin("null")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shop.example",
        "https://shop.example/",
        "https://shop.example/checkout",
        "https://*",
        "https://www.*.example",
        "https://shop.example:99999",
        "https://",
        "*",
      })
  void what_is_no_origin_is_refused_with_its_line(String entry) {
    assertThatThrownBy(() -> project("'" + entry + "'"))
        .isInstanceOf(InvalidProjectsException.class)
        .hasMessageContaining("line")
        .hasMessageContaining("allowed-origins has '" + entry + "', which is no origin");
  }

  private static Project project(String allowedOrigins) throws InvalidProjectsException {
    return ProjectsFile.parse(
            "p.yml",
            "projects:\n  - id: a\n    write-keys: [k]\n    allowed-origins: ["
                + allowedOrigins
                + "]\n")
        .projects()
        .get(0);
  }
}
