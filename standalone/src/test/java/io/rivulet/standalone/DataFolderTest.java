package io.rivulet.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @Test
  void aSecondStartOnTheFolderIsToldWhoHasIt(@TempDir Path folder) throws Exception {
    try (var first = DataFolder.open(folder)) {
      assertThat(first.path("lock")).exists();

      assertThatThrownBy(() -> DataFolder.open(folder))
          .isInstanceOf(StartRefused.class)
          .hasMessage(
              "The data folder %s is in use by a running Rivulet (process %d)."
                  .formatted(folder, ProcessHandle.current().pid()));
    }
  }

  @Test
  void aFolderThatWasGivenFreeCanBeOpenedAgain(@TempDir Path folder) throws Exception {
    DataFolder.open(folder).close();

    DataFolder.open(folder).close();
  }

  @Test
  void aFolderThatCannotBeMadeIsRefused(@TempDir Path folder) throws Exception {
    var file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> DataFolder.open(file))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("The data folder " + file + " is not writable");
  }

  @Test
  void theAdminTokenIsMadeOnceForItsOwnerOnly(@TempDir Path folder) throws Exception {
    try (var data = DataFolder.open(folder)) {
      var token = data.adminToken();

      assertThat(token).hasSize(43);
      assertThat(data.adminToken()).isEqualTo(token);
      assertThat(Files.getPosixFilePermissions(folder.resolve("admin-token")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void whatAKilledRunLeftIsGone(@TempDir Path folder) throws Exception {
    var leftOver = leaveScratch(folder);

    try (var data = DataFolder.open(folder)) {
      assertThat(leftOver).doesNotExist();
      assertThat(data.path("rivulet-tmp")).isEmptyDirectory();
    }
  }

  @Test
  void aStartThatIsRefusedTakesNothingFromTheRunningOne(@TempDir Path folder) throws Exception {
    try (var first = DataFolder.open(folder)) {
      var inUse = leaveScratch(folder);

      assertThatThrownBy(() -> DataFolder.open(folder)).isInstanceOf(StartRefused.class);

      assertThat(first.path("lock")).exists();
      assertThat(inUse).exists();
    }
  }

  @Test
  void aFolderTmpOfTheOwnerIsNotTouched(@TempDir Path folder) throws Exception {
    var photo = Files.createFile(Files.createDirectories(folder.resolve("tmp")).resolve("photo"));

    DataFolder.open(folder).close();

    assertThat(photo).exists();
  }

  private static Path leaveScratch(Path folder) throws Exception {
    var deep = Files.createDirectories(folder.resolve("rivulet-tmp/deep"));
    return Files.createFile(deep.resolve("library.so"));
  }
}
