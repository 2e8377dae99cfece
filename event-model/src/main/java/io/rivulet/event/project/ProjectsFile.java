package io.rivulet.event.project;

import io.rivulet.event.project.StrictYaml.InvalidYamlException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The projects file, read once at the start and again whenever its content changed. An invalid
 * change is refused with the file, the line and the reason, and the last good reading stays.
 */
public final class ProjectsFile {

  /** The file cannot be read or says something that cannot be. The message names file and line. */
  public static final class InvalidProjectsException extends Exception {
    InvalidProjectsException(String message, Exception cause) {
      super(message, cause);
    }
  }

  private final Path path;
  private final SettledContent settled = new SettledContent();
  private volatile Projects current;

  /**
   * Opens the file.
   *
   * @throws InvalidProjectsException when there is no such file or it is invalid
   */
  public ProjectsFile(Path path) throws InvalidProjectsException {
    this.path = path;
    byte[] content = read();
    var unused = settled.isNew(content);
    this.current = parse(content);
  }

  /** The last good reading. */
  public Projects current() {
    return current;
  }

  /** Where the file is. */
  public Path path() {
    return path;
  }

  /**
   * Reads the file again where its content is another than last time, and has settled, see {@link
   * SettledContent}.
   *
   * @return whether {@link #current} changed
   * @throws InvalidProjectsException when the new content is invalid, once for each such content
   */
  public synchronized boolean reloadIfChanged() throws InvalidProjectsException {
    byte[] content = read();
    if (!settled.isNew(content)) {
      return false;
    }
    current = parse(content);
    return true;
  }

  private Projects parse(byte[] content) throws InvalidProjectsException {
    return parse(path.toString(), new String(content, StandardCharsets.UTF_8));
  }

  private byte[] read() throws InvalidProjectsException {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new InvalidProjectsException("cannot read projects file " + path + ": " + e, e);
    }
  }

  /**
   * Reads the text of a projects file.
   *
   * @param source what to call it in messages
   * @throws InvalidProjectsException naming source, line and reason
   */
  public static Projects parse(String source, String yaml) throws InvalidProjectsException {
    try {
      return StrictYaml.read("projects file " + source, yaml, Projects.class);
    } catch (InvalidYamlException e) {
      throw new InvalidProjectsException(String.valueOf(e.getMessage()), e);
    }
  }
}
