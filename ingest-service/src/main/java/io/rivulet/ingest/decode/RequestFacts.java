package io.rivulet.ingest.decode;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the request itself says about its events.
 *
 * @param receivedAt when the collector took it; the only clock that is believed
 * @param ip the sender's whole address; a project's policy is applied before it is stored
 * @param userAgent the header of that name
 * @param sentAt header SentAt, as it came
 * @param isRetry whether the sender marks it as sent again, so that its sentAt may be the first
 *     attempt's and says nothing about its clock
 * @param route the path without what varies, as metrics name it; null where it does not matter
 * @param appInstanceId the installation that the path of a Revolt request names
 */
public record RequestFacts(
    Instant receivedAt,
    @Nullable String ip,
    @Nullable String userAgent,
    @Nullable String sentAt,
    boolean isRetry,
    @Nullable String route,
    @Nullable String appInstanceId) {}
