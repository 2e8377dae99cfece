package io.rivulet.ingest.decode;

import static io.rivulet.ingest.decode.Given.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.EventJson;
import io.rivulet.event.RejectedEvent;
import io.rivulet.event.RejectionReason;
import io.rivulet.event.project.Project.IpPolicy;
import io.rivulet.ingest.body.Limits;
import io.rivulet.ingest.body.Packet;
import io.rivulet.ingest.body.RawText;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a rejection keeps, so that it can be decoded again. */
class RefusalsTest {
  private static final RequestFacts FACTS =
      new RequestFacts(
          Given.RECEIVED, "203.0.113.77", "curl/8.0", "2026-03-01T11:59:59Z", true, "/v1/b", "r-1");

  @Test
  void a_refused_event_keeps_its_request_and_its_batch() {
    String batch =
        "{\"batch\":[{\"type\":\"track\"}],\"writeKey\":\"k\",\"sentAt\":\"2026-03-01T11:59:58Z\","
            + "\"context\":{\"ip\":\"192.0.2.77\",\"app\":{\"name\":\"Shop\"}},\"integrations\":{\"All\":true}}";

    RejectedEvent rejected = rejected(Given.segment(batch, FACTS, Given.PROJECT).get(0));

    assertThat(rejected.raw()).isEqualTo("{\"type\":\"track\"}");
    assertThat(rejected.isCut()).isFalse();
    assertThat(rejected.shared())
        .isEqualTo(
            "{\"context\":{\"ip\":\"192.0.2.0\",\"app\":{\"name\":\"Shop\"}},"
                + "\"integrations\":{\"All\":true},\"sentAt\":\"2026-03-01T11:59:58Z\"}");
    assertThat(rejected.route()).isEqualTo("/v1/b");
    assertThat(rejected.appInstanceId()).isEqualTo("r-1");
    assertThat(rejected.sentAt()).isEqualTo("2026-03-01T11:59:59Z");
    assertThat(rejected.isRetry()).isTrue();
    assertThat(rejected.ip()).isEqualTo("203.0.113.0");
    assertThat(rejected.userAgent()).isEqualTo("curl/8.0");
  }

  @Test
  void the_address_is_kept_as_the_project_says() {
    RejectedEvent none =
        rejected(
            Given.segment("{\"batch\":[{}]}", FACTS, Given.project(IpPolicy.NONE, false)).get(0));
    RejectedEvent full =
        rejected(
            Given.segment("{\"batch\":[{}]}", FACTS, Given.project(IpPolicy.FULL, false)).get(0));

    assertThat(none.ip()).isNull();
    assertThat(full.ip()).isEqualTo("203.0.113.77");
  }

  @Test
  void an_event_of_the_permitted_size_is_kept_whole() {
    String event = "{\"x\":\"" + "y".repeat(32_700) + "\"}";

    RejectedEvent rejected = rejected(Given.segment("{\"batch\":[" + event + "]}").get(0));

    assertThat(rejected.reason()).isEqualTo(RejectionReason.MISSING_TYPE);
    assertThat(rejected.raw()).isEqualTo(event);
    assertThat(rejected.isCut()).isFalse();
  }

  @Test
  void what_is_longer_than_64_kb_is_cut_and_says_so() {
    RejectedEvent rejected =
        rejected(Given.segment("{\"batch\":[{\"x\":\"" + "y".repeat(66_000) + "\"}]}").get(0));

    assertThat(rejected.raw()).hasSize(65_536);
    assertThat(rejected.isCut()).isTrue();
    assertThat(rejected.message()).endsWith("(the quarantine keeps only its beginning)");
  }

  @Test
  void a_context_is_not_copied_into_the_events_that_it_made_too_many() {
    String context = "{\"x\":\"" + "y".repeat(32_000) + "\"}";
    String batch = "{\"context\":" + context + ",\"batch\":[" + "{},".repeat(999) + "{}]}";

    List<Verdict> verdicts = Given.segment(batch);

    long bytes = verdicts.stream().mapToLong(v -> EventJson.write(rejected(v)).length).sum();
    assertThat(bytes).isLessThan(10 << 20);
    assertThat(rejected(verdicts.get(0)).shared()).contains(context);
    RejectedEvent last = rejected(verdicts.get(999));
    assertThat(last.reason()).isEqualTo(RejectionReason.TOO_MANY_EVENTS);
    assertThat(last.shared()).isNull();
    assertThat(last.isCut()).isTrue();
  }

  @Test
  void an_event_too_many_of_a_batch_that_shares_nothing_is_kept_whole() {
    Packet.Batch batch = Given.packet("{\"batch\":[{},{}]}", Packet.Shape.BATCH);

    List<Verdict> verdicts =
        new SegmentDecoder(new Limits(1 << 20, 32 << 10, 1), Given::fail)
            .decode(batch, FACTS, Given.PROJECT, null, SegmentDecoder.PROTOCOL);

    assertThat(rejected(verdicts.get(1)).reason()).isEqualTo(RejectionReason.TOO_MANY_EVENTS);
    assertThat(rejected(verdicts.get(1)).isCut()).isFalse();
  }

  @Test
  void a_claim_to_be_a_time_is_not_copied_whatever_its_length() {
    RequestFacts facts =
        new RequestFacts(Given.RECEIVED, null, null, "x".repeat(65), false, null, "i".repeat(513));

    RejectedEvent rejected =
        rejected(
            Given.segment(
                    "{\"batch\":[{}],\"sentAt\":\"" + "x".repeat(65) + "\"}", facts, Given.PROJECT)
                .get(0));

    assertThat(rejected.shared()).isNull();
    assertThat(rejected.sentAt()).isNull();
    assertThat(rejected.appInstanceId()).isNull();
  }

  @Test
  void of_a_request_without_a_project_less_is_kept() {
    RawText raw = new RawText("x".repeat(8_193), false);

    RejectedEvent rejected =
        Refusals.of(null, FACTS, "segment")
            .request(RejectionReason.UNKNOWN_KEY, "no key", raw)
            .rejected();

    assertThat(rejected.raw()).hasSize(8_192);
    assertThat(rejected.isCut()).isTrue();
  }
}
