package io.rivulet.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class FaultsTest {

  @Test
  void every_fault_is_counted_and_each_kind_logged_once_without_its_words(CapturedOutput log) {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    Faults faults = new Faults(registry);

    for (String sent : new String[] {"u-1", "u-2"}) {
      faults.accept(new IllegalStateException(sent));
    }
    faults.accept(new ArithmeticException("u-3"));

    assertThat(registry.counter("rivulet.ingest.decoder.faults").count()).isEqualTo(3);
    assertThat(log.getOut())
        .containsOnlyOnce("java.lang.IllegalStateException at io.rivulet.ingest.http.FaultsTest.")
        .containsOnlyOnce("java.lang.ArithmeticException at io.rivulet.ingest.http.FaultsTest.")
        .doesNotContain("u-1", "u-2", "u-3");
  }
}
