package io.rivulet.dashboard.retention;

import java.time.LocalDate;

/**
 * One row of {@code bi.retention}: of a cohort's people, how many returned n periods later.
 *
 * @param n periods after the cohort's own, 0 for the period itself
 * @param cohortSize people in the cohort
 * @param retainedOn people active in exactly that period
 * @param retainedOnOrAfter people active in that period or any later one
 * @param isMature whether the period is over, so that the figures can only stay as they are
 */
record RetentionCell(
    LocalDate cohortStart,
    int n,
    long cohortSize,
    long retainedOn,
    long retainedOnOrAfter,
    boolean isMature) {}
