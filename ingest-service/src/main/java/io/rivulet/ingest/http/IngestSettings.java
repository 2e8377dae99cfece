package io.rivulet.ingest.http;

import io.rivulet.ingest.body.Limits;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Bounds of what the collector takes.
 *
 * @param maxRequestSize of a body, as it comes and inflated
 * @param maxEventSize of one event
 * @param maxEvents in one request
 * @param maxInWork bytes of all requests whose bodies arrive, are decoded or wait for the store at
 *     one time; see {@link WorkBound}
 * @param unknownKeptPerSecond refused requests without a known project that are kept in the
 *     quarantine each second
 * @param requestTimeout longest time from a request's first byte to its last
 * @param maxConnections open at one time
 * @param maxConnectionsPerAddress of one client that is no trusted proxy
 * @param trustedProxies ranges of addresses whose {@code X-Forwarded-*} headers are believed
 * @param publicUrl where clients reach the collector; absent: as each request shows it
 */
@ConfigurationProperties("rivulet.ingest")
public record IngestSettings(
    @DefaultValue("1MB") DataSize maxRequestSize,
    @DefaultValue("32KB") DataSize maxEventSize,
    @DefaultValue("2500") int maxEvents,
    @DefaultValue("16MB") DataSize maxInWork,
    @DefaultValue("50") int unknownKeptPerSecond,
    @DefaultValue("30s") Duration requestTimeout,
    @DefaultValue("8192") int maxConnections,
    @DefaultValue("1024") int maxConnectionsPerAddress,
    @DefaultValue List<String> trustedProxies,
    @Nullable URI publicUrl) {

  Limits limits() {
    return new Limits(
        Math.toIntExact(maxRequestSize.toBytes()),
        Math.toIntExact(maxEventSize.toBytes()),
        maxEvents);
  }
}
