package io.rivulet.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.EventType;
import io.rivulet.ingest.body.Packet.Shape;
import org.junit.jupiter.api.Test;

class RouteTest {

  @Test
  void a_revolt_path_names_project_and_instance() {
    assertThat(Route.of("/api/v1/demo/a%2F1+2/events/"))
        .contains(new Route("/api/v1/events", Shape.ARRAY, null, "demo", "a/1+2"));
  }

  @Test
  void short_words_are_the_same_routes() {
    assertThat(Route.of("/v1/s"))
        .contains(new Route("/v1/screen", Shape.SINGLE, EventType.SCREEN, null, null));
    assertThat(Route.of("/v1/b/")).isEqualTo(Route.of("/v1/import"));
  }

  @Test
  void other_paths_are_none() {
    assertThat(Route.of("/v1/m")).isEmpty();
    assertThat(Route.of("/v1")).isEmpty();
    assertThat(Route.of("/v1/batch/x")).isEmpty();
    assertThat(Route.of("/api/v1/demo/events")).isEmpty();
    assertThat(Route.of("/api/v1/demo/%zz/events")).isEmpty();
  }
}
