package io.rivulet.ingest.decode;

import static io.rivulet.ingest.decode.Given.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.RejectionReason;
import io.rivulet.ingest.body.Limits;
import io.rivulet.ingest.body.Packet;
import io.rivulet.ingest.plan.Plans;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BatchDecoderTest {

  @Test
  void a_fault_of_the_decoder_is_reported_and_takes_down_its_own_event_only() {
    List<RuntimeException> faults = new ArrayList<>();
    Refusals refusals = Refusals.of(Given.PROJECT, Given.FACTS, "test");
    Packet.Batch batch = Given.packet("[{},{}]", Packet.Shape.ARRAY);
    IllegalStateException fault = new IllegalStateException("u-1");

    List<Verdict> verdicts =
        new BatchDecoder(Limits.DEFAULT, faults::add, Plans.NONE)
            .decode(
                batch, Given.PROJECT, refusals, new FailingOnTheFirst(batch.items().get(0), fault));

    assertThat(rejected(verdicts.get(0)).reason()).isEqualTo(RejectionReason.INVALID_EVENT);
    assertThat(rejected(verdicts.get(0)).message()).isEqualTo("the event cannot be read");
    assertThat(rejected(verdicts.get(1)).reason()).isEqualTo(RejectionReason.MISSING_TYPE);
    assertThat(faults).containsExactly(fault);
  }

  private record FailingOnTheFirst(int first, RuntimeException fault)
      implements BatchDecoder.EventDecoder {
    @Override
    public Verdict decode(int event, BatchDecoder.Refusal refusal) {
      if (event == first) {
        throw fault;
      }
      return refusal.of(RejectionReason.MISSING_TYPE, "no type");
    }

    @Override
    public @Nullable String eventId(int event) {
      return null;
    }
  }
}
