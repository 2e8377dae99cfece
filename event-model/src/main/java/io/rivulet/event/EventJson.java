package io.rivulet.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonPOJOBuilder;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.ext.javatime.deser.InstantDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * The one JSON codec of events. Names are snake_case, absent means null, times are RFC 3339 in UTC
 * with three or six fraction digits, numbers of any length survive digit for digit.
 */
public final class EventJson {
  /** Deepest nesting of objects and arrays that is read, wherever JSON comes from. */
  public static final int MAX_NESTING_DEPTH = 100;

  /** Most digits that a number may have. */
  public static final int MAX_NUMBER_LENGTH = 1_000;

  private static final JsonMapper MAPPER = newMapper();

  private EventJson() {}

  /**
   * The mapper for events and for JSON as clients send it: reads bare {@code NaN} and {@code
   * Infinity}, takes the last of duplicate keys, ignores unknown members of known records.
   */
  public static JsonMapper mapper() {
    return MAPPER;
  }

  /** One line of JSON, UTF-8, without a line feed. */
  public static byte[] write(Event event) {
    return MAPPER.writeValueAsBytes(event);
  }

  /** One line of JSON, UTF-8, without a line feed. */
  public static byte[] write(RejectedEvent rejected) {
    return MAPPER.writeValueAsBytes(rejected);
  }

  /** A text as it stands in such a line, without the quotes. */
  public static String inLine(String text) {
    String quoted = MAPPER.writeValueAsString(text);
    return quoted.substring(1, quoted.length() - 1);
  }

  /**
   * Reads what {@link #write(Event)} wrote.
   *
   * @throws JacksonException when the bytes are no event
   */
  public static Event readEvent(byte[] json) {
    return MAPPER.readValue(json, Event.class);
  }

  /**
   * Reads what {@link #write(RejectedEvent)} wrote.
   *
   * @throws JacksonException when the bytes are no rejected event
   */
  public static RejectedEvent readRejected(byte[] json) {
    return MAPPER.readValue(json, RejectedEvent.class);
  }

  private static JsonMapper newMapper() {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_NESTING_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .build())
            // A thread that reads or writes events does so all day: it keeps its buffers.
            .recyclerPool(JsonRecyclerPools.threadLocalPool())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();
    SimpleModule times = new SimpleModule("rivulet-times");
    times.addSerializer(Instant.class, new InstantSerializer());
    times.addDeserializer(Instant.class, new UsualInstantDeserializer());
    return JsonMapper.builder(factory)
        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .enumNamingStrategy(EnumNamingStrategies.SNAKE_CASE)
        .changeDefaultPropertyInclusion(i -> i.withValueInclusion(JsonInclude.Include.NON_NULL))
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
        .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
        .addModule(times)
        .addMixIn(Event.class, BuiltEvent.class)
        .addMixIn(EventBuilder.class, EventSetters.class)
        .build();
  }

  // A record's constructor is called with all its arguments in an array, which Java is slow at when
  // they are forty.
  @JsonDeserialize(builder = EventBuilder.class)
  private interface BuiltEvent {}

  @JsonPOJOBuilder(withPrefix = "")
  private interface EventSetters {}

  private static final class InstantSerializer extends StdSerializer<Instant> {
    private static final DateTimeFormatter MILLIS =
        DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MICROS =
        DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    InstantSerializer() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant value, JsonGenerator json, SerializationContext context) {
      String usual = EventTime.formatUsual(value);
      json.writeString(
          usual != null
              ? usual
              : (value.equals(value.truncatedTo(ChronoUnit.MILLIS)) ? MILLIS : MICROS)
                  .format(value));
    }
  }

  /** Reads what {@link InstantSerializer} wrote; all else is Jackson's to read. */
  private static final class UsualInstantDeserializer extends StdDeserializer<Instant> {
    UsualInstantDeserializer() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser json, DeserializationContext context) {
      Instant usual =
          json.hasToken(JsonToken.VALUE_STRING) ? EventTime.parseUsual(json.getString()) : null;
      return usual != null ? usual : InstantDeserializer.INSTANT.deserialize(json, context);
    }
  }
}
