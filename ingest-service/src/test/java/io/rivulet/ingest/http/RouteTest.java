package io.rivulet.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.EventType;
import io.rivulet.ingest.body.Packet.Shape;
import org.junit.jupiter.api.Test;

class RouteTest {

  @Test
  void a_revolt_path_names_project_and_instance() {
    assertThat(Route.of("/api/v1/demo/a%2F1+2/events/"))
        .contains(new Route.Events("/api/v1/events", "revolt", Shape.ARRAY, null, "demo", "a/1+2"));
  }

  @Test
  void short_words_are_the_same_routes() {
    assertThat(Route.of("/v1/s"))
        .contains(
            new Route.Events("/v1/screen", "segment", Shape.SINGLE, EventType.SCREEN, null, null));
    assertThat(Route.of("/v1/b/")).isEqualTo(Route.of("/v1/import"));
  }

  @Test
  void a_type_that_the_path_does_not_know_is_left_to_the_event() {
    assertThat(Route.of("/api/s/track"))
        .contains(
            new Route.Events("/api/s/track", "segment", Shape.SINGLE, EventType.TRACK, null, null));
    assertThat(Route.of("/api/s/s2s/what/"))
        .contains(new Route.Events("/api/s", "segment", Shape.SINGLE, null, null, null));
    assertThat(Route.of("/v1/pixel/i"))
        .contains(
            new Route.Events(
                "/v1/pixel/identify", "pixel", Shape.SINGLE, EventType.IDENTIFY, null, null));
  }

  @Test
  void a_settings_path_names_its_key() {
    assertThat(Route.of("/v1/projects/a%20b/settings/")).contains(new Route.Settings("a b"));
    assertThat(Route.of("/sourceConfig/")).contains(Route.Plain.SOURCE_CONFIG);
  }

  @Test
  void other_paths_are_none() {
    for (String path :
        new String[] {
          "/",
          "/v1",
          "/v1/batch/x",
          "/v1/batch//",
          "/v1/pixel",
          "/v1/pixel/",
          "/v1/pixel/a/b",
          "/v1/projects/settings",
          "/v1/projects//settings",
          "/v1/projects/a/b/settings",
          "/v1/projects/%zz/settings",
          "/api/v1/events",
          "/api/v1/demo/events",
          "/api/v1//i/events",
          "/api/v1/demo/i/j/events",
          "/api/v1/demo/%zz/events",
          "/sourceconfig"
        }) {
      assertThat(Route.of(path)).as(path).isEmpty();
    }
  }

  @Test
  void every_path_leads_to_a_route() {
    assertThat(Route.paths())
        .hasSize(25)
        .allSatisfy(path -> assertThat(Route.of(path.replaceAll("[{}]", ""))).isPresent());
  }
}
