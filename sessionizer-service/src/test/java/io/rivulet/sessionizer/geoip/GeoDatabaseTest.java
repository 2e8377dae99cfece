package io.rivulet.sessionizer.geoip;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.sessionizer.geoip.GeoDatabase.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeoDatabaseTest {
  private static final Location GRAZ = new Location("AT", "Graz");

  private Path file;

  @BeforeEach
  void write(@TempDir Path folder) throws IOException {
    file = folder.resolve("city.mmdb");
    new TinyDatabase().network(TinyDatabase.place("AT", "Graz"), 192, 0, 2).writeTo(file);
  }

  @Test
  void an_address_is_where_its_network_is_whole_or_truncated() {
    GeoDatabase places = new GeoDatabase(file);

    assertThat(places.locate("192.0.2.77")).isEqualTo(GRAZ);
    assertThat(places.locate("192.0.2.0")).isEqualTo(GRAZ);
    assertThat(places.inUse()).isEqualTo("Tiny-City of 2026-01-01T00:00:00Z");
    assertThat(places.problem()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"198.51.100.7", "", "localhost", "no address", "1.2.3", "fe80::1%eth0"})
  void what_is_not_in_the_database_or_no_address_is_nowhere(String address) {
    assertThat(new GeoDatabase(file).locate(address)).isEqualTo(new Location(null, null));
  }

  @Test
  void without_a_file_nothing_is_located_and_nothing_is_wrong() {
    GeoDatabase places = new GeoDatabase(null);

    places.reloadIfChanged();

    assertThat(places.locate("192.0.2.77")).isEqualTo(new Location(null, null));
    assertThat(places.isWanted()).isFalse();
    assertThat(places.problem()).isNull();
  }

  @Test
  void a_missing_file_is_named_and_taken_when_it_comes(@TempDir Path folder) throws IOException {
    Path later = folder.resolve("later.mmdb");
    GeoDatabase places = new GeoDatabase(later);
    assertThat(places.problem()).contains(later.toString()).contains("cannot be read");
    assertThat(places.locate("192.0.2.77")).isEqualTo(new Location(null, null));

    Files.copy(file, later);
    places.reloadIfChanged();
    places.reloadIfChanged();

    assertThat(places.locate("192.0.2.77")).isEqualTo(GRAZ);
    assertThat(places.problem()).isNull();
  }

  @Test
  void a_broken_file_is_named_and_the_last_database_stays() throws IOException {
    GeoDatabase places = new GeoDatabase(file);

    Files.writeString(file, "this is no database");
    places.reloadIfChanged();
    places.reloadIfChanged();

    assertThat(places.problem()).contains(file.toString()).contains("cannot be read");
    assertThat(places.locate("192.0.2.77")).isEqualTo(GRAZ);
  }

  @Test
  void a_new_file_is_taken_when_it_has_settled() throws IOException {
    GeoDatabase places = new GeoDatabase(file);

    new TinyDatabase()
        .network(TinyDatabase.place("AT", "Klagenfurt am W\u00f6rthersee"), 192, 0, 2)
        .writeTo(file);
    places.reloadIfChanged();

    assertThat(places.locate("192.0.2.77")).isEqualTo(GRAZ);

    places.reloadIfChanged();

    assertThat(places.locate("192.0.2.77").city()).isEqualTo("Klagenfurt am W\u00f6rthersee");
  }
}
