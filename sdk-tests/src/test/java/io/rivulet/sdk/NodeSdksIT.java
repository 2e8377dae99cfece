package io.rivulet.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.Event;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The SDKs for servers in JavaScript, each in a process of its own. */
@ExtendWith(Collector.Shared.class)
class NodeSdksIT {

  @BeforeAll
  static void install() throws IOException, InterruptedException {
    Node.install();
  }

  @Test
  void segment_node(Collector collector) throws IOException, InterruptedException {
    Node.Told told = Node.tell("segment-node.mjs", collector.url(), Sdk.SEGMENT_NODE);

    assertThat(told.failures()).isEmpty();
    assertThat(told.messageIds()).hasSize(Story.EVENTS);
    List<Event> events = collector.awaitEvents(Sdk.SEGMENT_NODE, Story.EVENTS);
    Story.assertTold(events, told.messageIds());
  }

  @Test
  void rudder_node(Collector collector) throws IOException, InterruptedException {
    Node.Told told = Node.tell("rudder-node.mjs", collector.url(), Sdk.RUDDER_NODE);

    assertThat(told.failures()).isEmpty();
    Story.assertTold(collector.awaitEvents(Sdk.RUDDER_NODE, Story.EVENTS), null);
  }

  @Test
  void jitsu_node(Collector collector) throws IOException, InterruptedException {
    Node.Told told = Node.tell("jitsu-node.mjs", collector.url(), Sdk.JITSU_NODE);

    assertThat(told.failures()).isEmpty();
    List<Event> events = collector.awaitEvents(Sdk.JITSU_NODE, Story.events(false));
    Story.assertTold(events, null, false);
  }
}
