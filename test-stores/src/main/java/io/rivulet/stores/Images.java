package io.rivulet.stores;

import com.github.dockerjava.api.exception.NotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;

/**
 * The images of docker-compose.yml, and whether tests use them: where an engine answers that has
 * all of them. None is pulled, so no test waits for a registry or fails because of one; {@code
 * docker compose pull} brings them. The variable {@code RIVULET_TEST_CONTAINERS=never} keeps the
 * tests in the JVM.
 */
public final class Images {
  public static final String KAFKA = "apache/kafka:4.2.2";
  public static final String S3 = "andrewgaul/s3proxy:4.1.1";
  public static final String POSTGRES = "postgres:18.6";

  private static final Logger log = LoggerFactory.getLogger(Images.class);
  private static final boolean ARE_THERE = areThere();

  private Images() {}

  static boolean inUse() {
    return ARE_THERE;
  }

  private static boolean areThere() {
    if ("never".equals(System.getenv("RIVULET_TEST_CONTAINERS")) || !hasAddress()) {
      return false;
    }
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      log.info("no Docker engine answers: tests take the stores in the JVM");
      return false;
    }
    for (String image : List.of(KAFKA, S3, POSTGRES)) {
      try {
        DockerClientFactory.lazyClient().inspectImageCmd(image).exec();
      } catch (NotFoundException e) {
        log.info("the Docker engine has no {}: tests take the stores in the JVM", image);
        return false;
      }
    }
    return true;
  }

  /** Where there is none, Testcontainers would look for one in many places, and complain. */
  private static boolean hasAddress() {
    return System.getenv("DOCKER_HOST") != null
        || Files.exists(Path.of("/var/run/docker.sock"))
        || Files.exists(Path.of(System.getProperty("user.home"), ".docker/run/docker.sock"));
  }
}
