package io.rivulet.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Asks the sessionizer to forget what it remembers of actors, since their person is erased. The ETL
 * leaves it as an object in the lake's bucket; who has done it removes the object.
 *
 * @param users ids of users
 * @param instances ids of instances
 */
public record ForgetRequest(String project, List<String> users, List<String> instances) {

  /** What the keys of all requests begin with. */
  public static final String PREFIX = "forget/";

  public ForgetRequest {
    Objects.requireNonNull(project, "project");
    users = List.copyOf(users);
    instances = List.copyOf(instances);
  }

  /** The S3 key of a request. */
  public static String key(String project, long erasureId) {
    return PREFIX + "project=" + project + "/erasure-" + erasureId + ".json";
  }

  /** Whom to forget. */
  public List<Actor> actors() {
    List<Actor> actors = new ArrayList<>();
    users.forEach(id -> actors.add(new Actor(project, Actor.Kind.USER, id)));
    instances.forEach(id -> actors.add(new Actor(project, Actor.Kind.INSTANCE, id)));
    return actors;
  }
}
