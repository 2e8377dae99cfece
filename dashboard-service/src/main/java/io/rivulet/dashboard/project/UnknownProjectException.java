package io.rivulet.dashboard.project;

/** A project that the reporting database does not know, or does not know yet. */
public class UnknownProjectException extends RuntimeException {

  UnknownProjectException() {
    super("no such project in the reports; one appears after its first events were processed");
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
