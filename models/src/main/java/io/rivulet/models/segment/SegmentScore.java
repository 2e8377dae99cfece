package io.rivulet.models.segment;

import io.rivulet.models.person.FeatureValues;
import java.util.Optional;

/**
 * What kind of person somebody is.
 *
 * @param cluster empty where persons differ by degrees alone
 * @param values by which the cluster was told
 */
public record SegmentScore(
    String person, Usage usage, Rfm.Scores rfm, Optional<Cluster> cluster, FeatureValues values) {}
