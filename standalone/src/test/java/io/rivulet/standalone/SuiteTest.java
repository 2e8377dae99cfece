package io.rivulet.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rivulet.launcher.Part;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class SuiteTest {
  private final Suite suite = new Suite();

  @Test
  void whatIsStillStartingWhenTheSuiteIsClosedIsClosedToo() {
    var begun = new CountDownLatch(1);
    var goOn = new CompletableFuture<AutoCloseable>();
    var isClosed = new AtomicBoolean();
    var start =
        CompletableFuture.supplyAsync(
            () ->
                suite.start(
                    Part.POSTGRES,
                    () -> {
                      begun.countDown();
                      return goOn.join();
                    }));
    await().until(() -> begun.getCount() == 0);

    var close = CompletableFuture.runAsync(suite::close);
    await().untilAsserted(() -> assertThatNothingStarts(suite));
    goOn.complete(() -> isClosed.set(true));

    assertThat(start).succeedsWithin(Duration.ofSeconds(10));
    assertThat(close).succeedsWithin(Duration.ofSeconds(10));
    assertThat(isClosed).isTrue();
  }

  @Test
  void nothingStartsInAClosedSuite() {
    suite.close();

    assertThatNothingStarts(suite);
  }

  private static void assertThatNothingStarts(Suite suite) {
    AutoCloseable anything = () -> {};
    assertThatThrownBy(() -> suite.start(Part.S3, () -> anything))
        .hasMessageContaining("stopped while starting");
  }
}
