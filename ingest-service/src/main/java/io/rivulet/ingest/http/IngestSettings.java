package io.rivulet.ingest.http;

import io.rivulet.ingest.body.Limits;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Bounds of what the collector takes.
 *
 * @param maxRequestSize of a body, as it comes and inflated
 * @param maxEventSize of one event
 * @param maxEvents in one request
 * @param maxInWork bodies of all requests that are decoded or wait for Kafka at one time, inflated;
 *     see {@link WorkBound}
 * @param unknownKeptPerSecond refused requests without a known project that are kept in the
 *     quarantine each second
 */
@ConfigurationProperties("rivulet.ingest")
public record IngestSettings(
    @DefaultValue("1MB") DataSize maxRequestSize,
    @DefaultValue("32KB") DataSize maxEventSize,
    @DefaultValue("2500") int maxEvents,
    @DefaultValue("16MB") DataSize maxInWork,
    @DefaultValue("50") int unknownKeptPerSecond) {

  Limits limits() {
    return new Limits(
        Math.toIntExact(maxRequestSize.toBytes()),
        Math.toIntExact(maxEventSize.toBytes()),
        maxEvents);
  }
}
