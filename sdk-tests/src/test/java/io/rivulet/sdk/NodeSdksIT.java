package io.rivulet.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The SDKs for servers in JavaScript, each in a process of its own. */
@ExtendWith(Collector.Shared.class)
class NodeSdksIT {

  @BeforeEach // and not once before all, which would not count the tests that are skipped
  void install() throws IOException, InterruptedException {
    Node.install();
  }

  @Test
  void segment_node(Collector collector) throws IOException, InterruptedException {
    List<String> messageIds = tell(Sdk.SEGMENT_NODE, "segment-node.mjs", "", true, collector);

    assertThat(messageIds).hasSize(Story.EVENTS);
  }

  @Test
  void rudder_node(Collector collector) throws IOException, InterruptedException {
    tell(Sdk.RUDDER_NODE, "rudder-node.mjs", "", true, collector);
  }

  @Test
  void jitsu_node(Collector collector) throws IOException, InterruptedException {
    tell(Sdk.JITSU_NODE, "jitsu-node.mjs", "", false, collector);
  }

  @Test
  void jitsu_node_from_server_to_server(Collector collector)
      throws IOException, InterruptedException {
    tell(Sdk.JITSU_NODE_SERVER, "jitsu-node.mjs", "s2s", false, collector);
  }

  /**
   * Makes an SDK tell the story and checks that it arrived.
   *
   * @return the message ids that it says it sent; null where it does not say
   */
  private static @Nullable List<String> tell(
      Sdk sdk, String script, String variant, boolean hasAlias, Collector collector)
      throws IOException, InterruptedException {
    Node.Told told = Node.tell(script, collector.url(), sdk, variant);

    assertThat(told.failures()).isEmpty();
    Story.assertTold(
        collector.awaitEvents(sdk, Story.events(hasAlias)), told.messageIds(), hasAlias);
    return told.messageIds();
  }
}
