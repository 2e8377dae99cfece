package io.rivulet.standalone;

import io.rivulet.launcher.Part;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the environment variables say.
 *
 * @param home the data folder, absolute
 * @param projects the projects file, absolute
 * @param ports of every part
 * @param adminToken of the etl-service, empty when one is to be made
 */
public record Settings(
    Path home, Path projects, Map<Part, Integer> ports, Optional<String> adminToken) {
  /** The lake's bucket. */
  public static final String BUCKET = "rivulet";

  public Settings {
    ports = Map.copyOf(ports);
  }

  /**
   * Reads the variables.
   *
   * @throws StartRefused naming the variable that cannot be used
   */
  public static Settings of(Map<String, String> environment) throws StartRefused {
    var ports = new EnumMap<Part, Integer>(Part.class);
    for (Part part : Part.values()) {
      ports.put(part, port(part, environment));
    }
    return new Settings(
        path(environment, "RIVULET_HOME", "data"),
        path(environment, "RIVULET_PROJECTS", "config/projects.yml"),
        ports,
        value(environment, "RIVULET_ADMIN_TOKEN"));
  }

  /** Where the part listens. */
  public int port(Part part) {
    return ports.getOrDefault(part, part.defaultPort());
  }

  private static int port(Part part, Map<String, String> environment) throws StartRefused {
    var text = value(environment, part.portVariable());
    if (text.isEmpty()) {
      return part.defaultPort();
    }
    if (text.get().matches("\\d{1,5}")) {
      int port = Integer.parseInt(text.get());
      if (port >= 1 && port <= 65535) {
        return port;
      }
    }
    throw new StartRefused(
        part.portVariable() + " is '" + text.get() + "', which is no port from 1 to 65535.");
  }

  private static Path path(Map<String, String> environment, String variable, String preset) {
    return Path.of(value(environment, variable).orElse(preset)).toAbsolutePath().normalize();
  }

  private static Optional<String> value(Map<String, String> environment, String variable) {
    return Optional.ofNullable(environment.get(variable)).filter(text -> !text.isBlank());
  }
}
