package io.rivulet.ingest.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.rivulet.event.EventJson;
import io.rivulet.event.RejectedEvent;
import io.rivulet.ingest.body.Body;
import io.rivulet.ingest.body.BodyReader;
import io.rivulet.ingest.body.Limits;
import io.rivulet.ingest.body.Packet;
import io.rivulet.ingest.body.PacketReader;
import io.rivulet.ingest.body.RawText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * The whole way from a request's bytes to its verdicts, with whatever may come over the wire. It
 * ends in verdicts, in as many as there are events, and what it takes is bounded.
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
class WholeWayProperties {
  private static final Limits LIMITS = new Limits(6_000, 1_500, 6);

  /** More is not read of a body than this beyond the limit: one buffer. */
  private static final int BUFFER = 8_192;

  /** What an accepted event's line has beside what was sent, which may stand in it twice. */
  private static final int LINE_EXTRA = 2_048;

  /** Allocated on the way of one request of at most 6,000 bytes, whatever it inflates to. */
  private static final long ALLOCATED = 4 << 20;

  /** Brotli's window, of which the sender says how long it is; taken while the body is inflated. */
  private static final long BROTLI_WINDOW = 16 << 20;

  private static final List<String> VALID =
      List.of(
          """
          {"batch":[{"type":"track","event":"A","userId":"u","messageId":"m","timestamp":\
          "2026-03-01T10:00:00.123Z","properties":{"a":[1,2.5,{"b":null}],"é":"\\ud83d\\ude00"}},\
          {"type":"page","anonymousId":17,"context":{"page":{"url":"http://x/"},"ip":"192.0.2.1"}},\
          {"type":"identify","userId":"u","traits":{"n":123456789012345678901234567890}}],\
          "context":{"library":{"name":"l","version":"1"},"ip":"::1"},"integrations":{"All":true},\
          "sentAt":"2026-03-01T10:00:01Z","writeKey":"k"}""",
          """
          {"type":"screen","name":"S","userId":"u","anonymousId":"a","originalTimestamp":\
          "1767225600000","context":{"device":{"id":"d","type":"ios"},"screen":{"width":1,\
          "density":2.0},"os":{"name":"iOS"},"locale":"de"},"properties":{"x":"\\u0000\\b\\/"}}""",
          """
          [{"meta":{"id":"1","type":"user.signedIn","timestamp":1767225600000},"data":{"appUserId"\
          :"u"}},{"meta":{"type":"system.appInstanceData"},"data":{"app":{"code":"c"},"device":\
          {"zoneOffset":1140,"language":"de","screenSizeIn":5.5},"mobileDevice":{"deviceId":"d"}}},\
          {"meta":{"type":"ui.activity.resumed"},"data":{"activity":"Main"}}]""");

  // A batch, and 20 MB of '[', of zeros and of {"a":, by another brotli than the one that reads it.
  private static final List<String> BROTLI =
      List.of(
          "H1sAYIzUVnmiBA8jJJkl+G1+6heaIRoN2fQF44KDjYepw9LllOMWqAUWJxZQLgd6NPqy4XR8Qm9nbGo4/7OwHXE0stRcJt7p3IRGuvf8CPID",
          "z///f/gltuKxQCD3/j//WWLwSwDEYQGALkkM",
          "z///f/gnAOKxQCD3/j//WWLwTwDEYQGALkkM",
          "n3+WmPilRXTC9sRrUUCNI+aE");

  private static final List<Packed> BOMBS = makeBombs();

  /** A request as it comes. */
  @SuppressWarnings("ArrayRecordComponent")
  record Request(byte[] bytes, @Nullable String encoding, Packet.Shape shape) {
    @Override
    public String toString() {
      return shape + " " + encoding + " " + new String(bytes, UTF_8);
    }
  }

  @Property(tries = 1_000)
  void every_request_ends_in_its_verdicts(@ForAll("requests") Request request) {
    List<Verdict> verdicts = verdicts(request);

    assertThat(verdicts).isNotEmpty().allSatisfy(WholeWayProperties::isReadable);
  }

  @Property(tries = 500)
  void what_a_request_takes_is_bounded(@ForAll("requests") Request request) {
    verdicts(request); // classes and tables once
    long before = allocated();
    List<Verdict> verdicts = verdicts(request);
    long taken = allocated() - before;

    boolean isBrotli = "br".equals(request.encoding());
    assertThat(taken).isLessThan(isBrotli ? ALLOCATED + BROTLI_WINDOW : ALLOCATED);
    assertThat(verdicts).allSatisfy(WholeWayProperties::isBounded);
  }

  private static List<Verdict> verdicts(Request request) {
    Refusals refusals = Refusals.of(Given.PROJECT, Given.FACTS, "segment");
    Body body = new BodyReader(LIMITS).read(request.bytes(), request.encoding());
    assertThat(body.length())
        .isLessThanOrEqualTo(
            Math.max(request.bytes().length, 3 * (LIMITS.requestBytes() + BUFFER)));
    if (!(body instanceof Body.Text text)) {
      Body.Refused refused = (Body.Refused) body;
      RawText raw = RawText.of(refused.read(), refusals.ipPolicy());
      return List.of(refusals.request(refused.reason(), refused.message(), raw));
    }
    Packet packet = new PacketReader(LIMITS).read(text.utf8(), request.shape());
    if (!(packet instanceof Packet.Batch batch)) {
      Packet.Refused refused = (Packet.Refused) packet;
      RawText raw = RawText.of(text.utf8(), refusals.ipPolicy());
      return List.of(refusals.request(refused.reason(), refused.message(), raw));
    }
    List<Verdict> verdicts =
        request.shape() == Packet.Shape.ARRAY
            ? new RevoltDecoder(LIMITS, Given::fail).decode(batch, Given.FACTS, Given.PROJECT)
            : new SegmentDecoder(LIMITS, Given::fail)
                .decode(batch, Given.FACTS, Given.PROJECT, null, SegmentDecoder.PROTOCOL);
    assertThat(verdicts).hasSize(Math.max(1, batch.items().size()));
    return verdicts;
  }

  private static void isReadable(Verdict verdict) {
    if (verdict instanceof Verdict.Accepted accepted) {
      assertThat(new String(accepted.key(), UTF_8)).isEqualTo(accepted.event().actor().recordKey());
      assertThat(new String(accepted.line(), UTF_8)).doesNotContain("\n");
    } else {
      RejectedEvent rejected = ((Verdict.Rejected) verdict).rejected();
      byte[] line = EventJson.write(rejected);
      assertThat(EventJson.readRejected(line)).isEqualTo(rejected);
      assertThat(new String(line, UTF_8)).doesNotContain("\n");
    }
  }

  private static void isBounded(Verdict verdict) {
    if (verdict instanceof Verdict.Accepted accepted) {
      assertThat(accepted.line()).hasSizeLessThan(2 * LIMITS.eventBytes() + LINE_EXTRA);
      assertThat(accepted.key()).hasSizeLessThan(4 * 512 + 100);
    } else {
      RejectedEvent rejected = ((Verdict.Rejected) verdict).rejected();
      assertThat(rejected.message()).hasSizeLessThan(300);
      assertThat(String.valueOf(rejected.raw())).hasSizeLessThan(RawText.MAX_BYTES + 8);
      assertThat(String.valueOf(rejected.shared())).hasSizeLessThan(RawText.MAX_BYTES);
    }
  }

  @Provide
  Arbitrary<Request> requests() {
    Arbitrary<byte[]> texts =
        Arbitraries.frequencyOf(
            Tuple.of(6, mutated(Arbitraries.of(VALID).map(v -> v.getBytes(UTF_8)))),
            Tuple.of(3, packets()),
            Tuple.of(2, mutated(packets())),
            Tuple.of(2, monsters()),
            Tuple.of(1, Arbitraries.bytes().array(byte[].class).ofMaxSize(300)));
    Arbitrary<Packed> packed =
        Arbitraries.frequencyOf(
            Tuple.of(3, texts.map(text -> new Packed(text, null))),
            Tuple.of(4, packed(texts)),
            Tuple.of(2, packed(texts).flatMap(p -> garbled(p))),
            Tuple.of(2, bombs()),
            Tuple.of(1, bombs().flatMap(p -> garbled(p))));
    Arbitrary<String> wrongEncodings =
        Arbitraries.of("gzip", " X-GZip ", "identity", "", "br", "deflate", "zstd", "gzip, br", "?")
            .injectNull(0.1);
    return Combinators.combine(
            packed,
            Arbitraries.of(Packet.Shape.class),
            wrongEncodings,
            Arbitraries.integers().between(0, 5))
        .as(
            (p, shape, wrong, dice) ->
                new Request(p.bytes(), dice == 0 ? wrong : p.encoding(), shape));
  }

  private record Packed(byte[] bytes, @Nullable String encoding) {}

  private static Arbitrary<Packed> packed(Arbitrary<byte[]> texts) {
    return Arbitraries.oneOf(
        texts.map(t -> new Packed(gzip(t), "gzip")),
        texts.map(t -> new Packed(gzip(t), null)),
        texts.map(t -> new Packed(gzip(gzip(t)), "x-gzip")),
        texts.map(t -> new Packed(deflate(t, false), "deflate")),
        texts.map(t -> new Packed(deflate(t, true), "deflate")),
        texts.map(t -> new Packed(Zstd.compress(t), "zstd")),
        Arbitraries.just(new Packed(Base64.getDecoder().decode(BROTLI.get(0)), "br")));
  }

  /** A few bytes that would be 10 MB and more. */
  private static Arbitrary<Packed> bombs() {
    return Arbitraries.of(BOMBS);
  }

  private static List<Packed> makeBombs() {
    List<Packed> bombs = new ArrayList<>();
    for (String unit : List.of("[", "{\"a\":", "\"\\u0000", "é", "\0", "{},")) {
      byte[] text = unit.repeat((10 << 20) / unit.length()).getBytes(UTF_8);
      bombs.add(new Packed(gzip(text), "gzip"));
      bombs.add(new Packed(gzip(gzip(text)), "gzip"));
      bombs.add(new Packed(deflate(text, true), "deflate"));
      bombs.add(new Packed(Zstd.compress(text), "zstd"));
    }
    BROTLI.forEach(b -> bombs.add(new Packed(Base64.getDecoder().decode(b), "br")));
    return bombs.stream()
        .map(
            b ->
                new Packed(
                    Arrays.copyOf(b.bytes(), Math.min(b.bytes().length, 6_000)), b.encoding()))
        .toList();
  }

  /** Cut, or with a few bytes changed. */
  private static Arbitrary<Packed> garbled(Packed packed) {
    Arbitrary<byte[]> bytes = Arbitraries.just(packed.bytes());
    return Arbitraries.oneOf(
            mutated(bytes),
            Arbitraries.integers()
                .between(0, packed.bytes().length)
                .map(length -> Arrays.copyOf(packed.bytes(), length)))
        .map(garbled -> new Packed(garbled, packed.encoding()));
  }

  /** Packets of any JSON, of all shapes. */
  private static Arbitrary<byte[]> packets() {
    return Combinators.combine(
            DecoderProperties.json(4).list().ofMaxSize(9),
            DecoderProperties.json(2),
            Arbitraries.of(
                "{\"batch\":[%s],\"context\":%c}",
                "{\"integrations\":%c,\"batch\":0,\"batch\":[%s],\"sentAt\":%c}",
                "[%s]",
                "{\"type\":\"track\",\"event\":\"e\",\"userId\":\"u\",\"context\":%c,\"properties\":[%s]}"))
        .as(
            (events, shared, form) ->
                form.replace("%s", String.join(",", events)).replace("%c", shared).getBytes(UTF_8));
  }

  /** Few bytes replaced, left out, put in or doubled. */
  private static Arbitrary<byte[]> mutated(Arbitrary<byte[]> texts) {
    return Combinators.combine(texts, Arbitraries.integers().between(0, 4), Arbitraries.longs())
        .as(
            (text, times, seed) -> {
              Random random = new Random(seed);
              byte[] mutant = text;
              for (int i = 0; i < times && mutant.length > 0; i++) {
                mutant = mutate(mutant, random);
              }
              return mutant;
            });
  }

  private static byte[] mutate(byte[] text, Random random) {
    int from = random.nextInt(text.length);
    int to = Math.min(text.length, from + random.nextInt(20));
    ByteArrayOutputStream mutant = new ByteArrayOutputStream();
    mutant.write(text, 0, from);
    switch (random.nextInt(4)) {
      case 0 -> mutant.write(random.nextInt(256));
      case 1 -> mutant.writeBytes(Arrays.copyOfRange(text, from, to)); // twice, then
      case 2 -> mutant.write("{}[],:\"\\u0019e.-N\n\0".charAt(random.nextInt(18)));
      default -> from = to;
    }
    mutant.write(text, from, text.length - from);
    return mutant.toByteArray();
  }

  /** What somebody may think of who means us no good. */
  private static Arbitrary<byte[]> monsters() {
    Arbitrary<String> values =
        Arbitraries.oneOf(
            Arbitraries.integers().between(1, 2_000).map(n -> "[".repeat(n) + "]".repeat(n)),
            Arbitraries.integers()
                .between(1, 900)
                .map(n -> "{\"a\":".repeat(n) + 1 + "}".repeat(n)),
            Arbitraries.integers().between(1, 3_000).map("9"::repeat),
            Arbitraries.of(
                "1e999999999", "-1E-2147483648", "1e99999999999", "0." + "0".repeat(990)),
            Arbitraries.integers().between(500, 3_000).map(n -> '"' + "x".repeat(n) + '"'),
            Arbitraries.integers().between(1, 900).map(n -> "{\"" + "n".repeat(n) + "\":1}"),
            Arbitraries.integers().between(1, 400).map(n -> '"' + "\\u0000".repeat(n) + '"'),
            Arbitraries.integers()
                .between(0, 0xffff)
                .map(c -> "\"\\u%04x\\uD83D\\uDE00\\b\\f\\n\\r\\t\\/\\\\\\\"\"".formatted(c)),
            Arbitraries.integers()
                .between(2, 300)
                .map(n -> "{" + "\"a\":1,".repeat(n) + "\"a\":{\"a\":2,\"a\":3}}"));
    Arbitrary<String> names =
        Arbitraries.of(
            "properties",
            "context",
            "userId",
            "event",
            "messageId",
            "timestamp",
            "type",
            "traits",
            "integrations",
            "data",
            "meta",
            "_message",
            "page",
            "ip");
    return Combinators.combine(
            values,
            names,
            Arbitraries.of(
                "{\"type\":\"track\",\"event\":\"e\",\"userId\":\"u\",\"%n\":%v}",
                "{\"batch\":[{\"type\":\"page\",\"userId\":\"u\",\"%n\":%v},{}],\"%n\":%v}",
                "[{\"meta\":{\"type\":\"t\"},\"data\":{\"a\":%v},\"%n\":%v}]",
                "%v"))
        .as((value, name, form) -> form.replace("%n", name).replace("%v", value).getBytes(UTF_8));
  }

  private static byte[] deflate(byte[] bytes, boolean isFramed) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(9, !isFramed);
    try (DeflaterOutputStream out = new DeflaterOutputStream(packed, deflater)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deflater.end();
    }
    return packed.toByteArray();
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }
}
