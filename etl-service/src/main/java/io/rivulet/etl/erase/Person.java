package io.rivulet.etl.erase;

import io.rivulet.etl.analytics.CuratedData;
import io.rivulet.etl.analytics.Dataset;
import io.rivulet.etl.analytics.Suppressions;
import io.rivulet.etl.engine.Workbench;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The ids of somebody who is to be erased.
 *
 * @param users the user and all aliases; an alias may be an instance's id
 * @param instances whose events name nobody, or no one but the person
 * @param shared instances that others used too, of which only the person's events go
 */
record Person(Set<String> users, Set<String> instances, Set<String> shared) {

  Person {
    users = Set.copyOf(users);
    instances = Set.copyOf(instances);
    shared = Set.copyOf(shared);
  }

  /**
   * Finds out from all that was said; makes relation {@code person_event} of the person's curated
   * events.
   */
  static Person find(Workbench workbench, CuratedData curated, Asked asked) {
    curated.view(workbench, "daily", Dataset.DAILY);
    curated.view(workbench, "statement", Dataset.STATEMENTS);
    curated.view(workbench, "event", Dataset.EVENTS);
    workbench.table("report", "first_user");
    workbench.table("report", "alias");
    workbench.table("report", "identity");
    workbench.execute("create table asked_user (id varchar)");
    workbench.execute("create table asked_instance (id varchar)");
    workbench.insert("insert into asked_user values (?)", asked.users());
    workbench.insert("insert into asked_instance values (?)", asked.instances());
    workbench.table("erase", "person_id");
    workbench.table("erase", "person_key");
    workbench.table("erase", "person_instance");
    workbench.table("erase", "person_event");
    Set<String> users = texts(workbench, "select id from person_id");
    Set<String> instances =
        new TreeSet<>(texts(workbench, "select instance_id from person_instance where is_theirs"));
    if (users.size() > 1) {
      instances.addAll(users);
    }
    return new Person(
        users,
        instances,
        texts(workbench, "select instance_id from person_instance where not is_theirs"));
  }

  private static Set<String> texts(Workbench workbench, String query) {
    return workbench.counts("select *, 0 from (" + query + ")").keySet();
  }

  /** The same person by what another request found too. */
  Person and(Person other) {
    return new Person(
        union(users, other.users), union(instances, other.instances), union(shared, other.shared));
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    return Stream.concat(one.stream(), other.stream()).collect(Collectors.toSet());
  }

  /** What must be found nowhere afterwards. */
  Set<String> ids() {
    return union(users, instances);
  }

  /** What can be named in a line that has to do with the person. */
  Set<String> named() {
    return union(ids(), shared);
  }

  /** Hashes under which events of the person stay out. */
  Set<String> hashes(Suppressions hash) {
    return Stream.concat(users.stream().map(hash::ofUser), instances.stream().map(hash::ofInstance))
        .collect(Collectors.toSet());
  }
}
