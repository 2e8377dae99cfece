package io.rivulet.dashboard.http;

/**
 * The body of every answer that is not a report.
 *
 * @param code a word for programs, from a closed list (docs/dashboard.md)
 * @param message a sentence for people: what is wrong and what to do
 */
public record Problem(String code, String message) {}
