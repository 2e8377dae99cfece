package io.rivulet.etl.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.etl.analytics.Suppressions;
import io.rivulet.etl.engine.Engine;
import io.rivulet.etl.engine.Workbench;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** The rule in SQL is the one in Java. */
class SuppressedLineTest {

  @Test
  void both_leave_out_the_same_lines(@TempDir Path folder) {
    Suppressions hash = new Suppressions("shop", "salt", Set.of());
    Suppressions suppressions =
        new Suppressions(
            "shop", "salt", Set.of(hash.ofUser("ann"), hash.ofInstance("phone"), hash.ofUser("Ö")));
    List<String> users = Arrays.asList(null, "ann", "ben", "phone", "Ö");
    List<String> instances = Arrays.asList(null, "phone", "ann", "desk");
    Set<Long> byJava = new TreeSet<>();
    Set<Long> bySql;
    try (Workbench workbench =
        new Workbench(new Workbench.Limits(folder.resolve("w"), DataSize.ofMegabytes(64), 1))) {
      workbench.execute("create table params as select 'shop' as project");
      workbench.execute("create table suppression (salt varchar, id_hash varchar)");
      workbench.insert(
          "insert into suppression values (?, ?)",
          suppressions.hashes().stream().map(h -> List.<Object>of("salt", h)).toList());
      workbench.execute(
          "create table readable_line (arrived_id bigint, raw_object varchar, user_id varchar,"
              + " instance_id varchar, previous_id varchar)");
      List<String> rows = new ArrayList<>();
      for (String user : users) {
        for (String instance : instances) {
          for (String previous : users) {
            long id = rows.size();
            rows.add(
                "(%d, 'o', %s, %s, %s)"
                    .formatted(id, literal(user), literal(instance), literal(previous)));
            if (suppressions.cover(user, instance, previous)) {
              byJava.add(id);
            }
          }
        }
      }
      workbench.execute("insert into readable_line values " + String.join(", ", rows));

      workbench.table("preprocess", "suppressed_line");

      bySql = new TreeSet<>();
      workbench
          .counts("select cast(arrived_id as varchar), 0 from suppressed_line")
          .keySet()
          .forEach(id -> bySql.add(Long.valueOf(id)));
    }
    assertThat(bySql).isEqualTo(byJava).hasSize(78);
  }

  private static String literal(String text) {
    return text == null ? "null" : Engine.literal(text);
  }
}
