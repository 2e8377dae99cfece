package io.rivulet.sessionizer.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class KafkaTopicsTest {

  @Test
  void that_Kafka_is_waited_for_is_said_soon_and_the_wait_ends_soon(CapturedOutput log)
      throws Exception {
    CountDownLatch cancelled = new CountDownLatch(1);
    // It takes connections and never answers.
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + silent.getLocalPort();
      KafkaTopics topics = new KafkaTopics(Map.of("bootstrap.servers", address), 1);
      FutureTask<Boolean> wait = new FutureTask<>(() -> topics.await(cancelled));
      new Thread(wait, "waits-for-topics").start();

      await()
          .atMost(Duration.ofSeconds(9))
          .until(() -> log.getAll().contains("waiting for Kafka at " + address));
      cancelled.countDown();

      assertThat(wait.get(7, TimeUnit.SECONDS)).isFalse();
    }
  }
}
