package io.rivulet.etl.erase;

import io.rivulet.etl.analytics.Suppressions;
import io.rivulet.etl.run.Argument;
import io.rivulet.etl.run.RunContext;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Who is asked to be erased: a user, an instance or both. */
record Asked(Optional<String> user, Optional<String> instance) {

  /** Who the run's arguments name; empty where they name nobody. */
  static Optional<Asked> by(RunContext run) {
    Asked asked = new Asked(run.argument("user"), run.argument("instance"));
    if (Stream.of(asked.user, asked.instance)
        .flatMap(Optional::stream)
        .anyMatch(Argument.FORGOTTEN::equals)) {
      throw new IllegalArgumentException(
          "the run no longer knows whom it was about; start another one with the id");
    }
    return asked.user.isEmpty() && asked.instance.isEmpty() ? Optional.empty() : Optional.of(asked);
  }

  List<List<Object>> users() {
    return user.map(id -> List.of(List.<Object>of(id))).orElse(List.of());
  }

  List<List<Object>> instances() {
    return instance.map(id -> List.of(List.<Object>of(id))).orElse(List.of());
  }

  /** The same for the same request, by which receipts are told apart. */
  String hash(Suppressions hash) {
    return user.isPresent() && instance.isPresent()
        ? hash.ofUser(hash.ofUser(user.get()) + hash.ofInstance(instance.get()))
        : user.map(hash::ofUser).orElseGet(() -> hash.ofInstance(instance.orElseThrow()));
  }
}
