package io.rivulet.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rivulet.launcher.Part;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  @Test
  void withoutVariablesThePublishedPortsHold() throws StartRefused {
    var settings = Settings.of(Map.of());

    assertThat(settings.port(Part.INGEST)).isEqualTo(8080);
    assertThat(settings.port(Part.DASHBOARD)).isEqualTo(8081);
    assertThat(settings.port(Part.ETL)).isEqualTo(8082);
    assertThat(settings.port(Part.SESSIONIZER)).isEqualTo(8083);
    assertThat(settings.port(Part.S3)).isEqualTo(9000);
    assertThat(settings.port(Part.KAFKA)).isEqualTo(9092);
    assertThat(settings.port(Part.POSTGRES)).isEqualTo(5433);
    assertThat(settings.home()).isEqualTo(Path.of("data").toAbsolutePath());
    assertThat(settings.adminToken()).isEmpty();
  }

  @Test
  void aVariableNamesAnotherPort() throws StartRefused {
    var settings = Settings.of(Map.of("RIVULET_POSTGRES_PORT", "5432"));

    assertThat(settings.port(Part.POSTGRES)).isEqualTo(5432);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "http", "-1", "99999999999"})
  void whatIsNoPortIsRefusedWithItsVariable(String text) {
    assertThatThrownBy(() -> Settings.of(Map.of("RIVULET_S3_PORT", text)))
        .isInstanceOf(StartRefused.class)
        .hasMessage("RIVULET_S3_PORT is '" + text + "', which is no port from 1 to 65535.");
  }

  @Test
  void anEmptyVariableIsNotSet() throws StartRefused {
    assertThat(Settings.of(Map.of("RIVULET_ADMIN_TOKEN", "")).adminToken()).isEmpty();
  }
}
