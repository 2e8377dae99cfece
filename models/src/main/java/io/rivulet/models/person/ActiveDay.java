package io.rivulet.models.person;

import java.time.LocalDate;

/**
 * What a person did on a day on which they were active.
 *
 * @param day in the project's time zone
 * @param events at least 1
 * @param sessions at least 1
 * @param minutes between first and last event of the sessions, in all
 * @param names how many different events, pages and screens
 * @param errors events whose name says that something went wrong
 * @param platform web, ios, ...; empty where not known
 * @param leavings events by which the person leaves, such as a cancellation; 0 where no event says
 *     so
 * @param money what the person paid, in the project's own currency; 0 where no event says so
 */
public record ActiveDay(
    LocalDate day,
    int events,
    int sessions,
    double minutes,
    int names,
    int errors,
    String platform,
    int leavings,
    double money) {}
