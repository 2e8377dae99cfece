package io.rivulet.standalone.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SendOptionsTest {

  @Test
  void what_is_wrong_is_said_by_the_names_of_the_options() {
    SendOptions options = CommandLine.populateCommand(new SendOptions(), "--rate", "-1");

    assertThat(options.defects("--to-collector", URI.create("ftp://collector")))
        .containsExactly(
            "--rate must not be negative, but is -1.0",
            "--to-collector must begin with http:// or https://, but is ftp://collector");
  }

  @Test
  void what_is_right_has_no_defects() {
    SendOptions options = CommandLine.populateCommand(new SendOptions(), "--rate", "0");

    assertThat(options.defects("--url", URI.create("https://collector"))).isEmpty();
  }
}
