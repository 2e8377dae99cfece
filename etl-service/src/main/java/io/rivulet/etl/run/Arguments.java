package io.rivulet.etl.run;

import io.rivulet.etl.run.Argument.InvalidArgumentException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The arguments of a run, from what the job declares and what the run's starter gives. */
public final class Arguments {
  private Arguments() {}

  /**
   * The values that a run gets: each given one, else the preset.
   *
   * @throws InvalidArgumentException when one is given that the job does not take, that may not be
   *     given, or that has no such value
   */
  public static Map<String, String> resolve(
      String job, List<Argument> declared, Map<String, ?> given) {
    Map<String, String> resolved = new TreeMap<>();
    Map<String, Argument> byName = new TreeMap<>();
    for (Argument argument : declared) {
      byName.put(argument.name(), argument);
      if (argument.preset() != null) {
        resolved.put(argument.name(), argument.preset());
      }
    }
    given.forEach(
        (name, value) -> {
          Argument argument = byName.get(name);
          if (argument == null) {
            throw new InvalidArgumentException(
                "job " + job + " takes no argument '" + name + "', only " + byName.keySet());
          }
          if (value == null) {
            return;
          }
          String valid = argument.valid(value);
          if (argument.isFixed() && !valid.equals(argument.preset())) {
            throw new InvalidArgumentException(
                "argument " + name + " of job " + job + " is fixed and cannot be given");
          }
          resolved.put(name, valid);
        });
    return resolved;
  }
}
