package io.rivulet.etl.preprocess;

import io.rivulet.etl.analytics.Catalog;
import java.util.Optional;

/**
 * Which raw objects a run looks at.
 *
 * @param arrived the days of arrival (UTC); empty for all where something unread can lie
 * @param readBy only what that warehouse has read; empty for all
 */
public record Scope(Optional<Days> arrived, Optional<Catalog> readBy) {}
