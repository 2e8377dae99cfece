package io.rivulet.ingest.project;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.project.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectDirectoryTest {
  private Path file;

  @BeforeEach
  void name(@TempDir Path directory) {
    file = directory.resolve("projects.yml");
  }

  @Test
  void keys_are_unknown_until_there_is_a_file() throws IOException {
    ProjectDirectory projects = new ProjectDirectory(file);
    assertThat(projects.current()).isNull();

    write("k1");
    projects.follow();

    assertThat(idOf(projects, "k1")).isEqualTo("demo");
  }

  @Test
  void a_change_is_followed_and_an_invalid_one_is_not() throws IOException {
    write("k1");
    ProjectDirectory projects = new ProjectDirectory(file);

    write("k2");
    followTwice(projects);
    Files.writeString(file, "projects: [{id: DEMO}]");
    followTwice(projects);
    Files.delete(file);
    projects.follow();

    assertThat(idOf(projects, "k1")).isNull();
    assertThat(idOf(projects, "k2")).isEqualTo("demo");
  }

  @Test
  void revolt_needs_project_and_secret() throws IOException {
    write("k1");
    WriteKeys keys = Objects.requireNonNull(new ProjectDirectory(file).current());

    assertThat(keys.ofRevolt("demo", "s")).isNotNull();
    assertThat(keys.ofRevolt("demo", "")).isNull();
    assertThat(keys.ofRevolt("other", "s")).isNull();
    assertThat(keys.ofKey(null)).isNull();
    assertThat(keys.ofKey("")).isNull();
  }

  /** A change counts when it was seen twice. */
  private static void followTwice(ProjectDirectory projects) {
    projects.follow();
    projects.follow();
  }

  private void write(String key) throws IOException {
    Files.writeString(file, "projects: [{id: demo, write-keys: [" + key + "], revolt-secret: s}]");
  }

  private static @Nullable String idOf(ProjectDirectory projects, String key) {
    WriteKeys keys = projects.current();
    Project project = keys == null ? null : keys.ofKey(key);
    return project == null ? null : project.id();
  }
}
