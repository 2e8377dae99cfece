package io.rivulet.stores;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ImagesTest {
  @Test
  void tests_use_the_images_that_docker_compose_runs() throws Exception {
    assertThat(Files.readString(Path.of("../docker-compose.yml")).lines().map(String::strip))
        .contains("image: " + Images.KAFKA, "image: " + Images.S3, "image: " + Images.POSTGRES);
  }
}
