package io.rivulet.etl.ownmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rivulet.etl.run.Argument;
import io.rivulet.event.project.StrictYaml.InvalidYamlException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnModelFileTest {

  @Test
  void the_documented_example_is_valid() throws Exception {
    OwnModelFile file =
        OwnModelFile.parse(
            "comes-back.yml",
            Files.readString(Path.of("../docs/examples/comes-back/comes-back.yml")));

    assertThat(file.job()).isEqualTo("train-comes-back");
    assertThat(file.arguments())
        .extracting(Argument::name)
        .containsExactly("project", "epochs", "rate");
  }

  @Test
  void a_project_that_is_named_is_the_only_one() throws Exception {
    OwnModelFile file =
        OwnModelFile.parse(
            "m.yml", "{model: m, project: shop, onnx: {file: m.onnx, query: select 1}}");

    assertThat(file.job()).isEqualTo("score-m");
    assertThat(file.arguments().get(0).preset()).isEqualTo("shop");
    assertThat(file.arguments().get(0).isFixed()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{model: M, onnx: {file: m, query: q}}                     | model must be a name",
        "{model: m}                                                | a model has train or onnx, not both",
        "{model: m, onnx: {file: ../m, query: q}}                  | onnx.file must be the name of a file beside this one",
        "{model: m, onnx: {file: m, query: q, column: 1, label: a}} | onnx has column, from 0, or label, not both",
        "{model: m, train: {channels: {a: {query: q}}}}            | train needs an executable or an image",
        "{model: m, train: {executable: [x]}}                      | train needs at least one of channels",
        "{model: m, train: {executable: [x], channels: {a: {}}}}   | query must be one select",
        "{model: m, train: {executable: [x], channels: {../a: {query: q}}}} | '../a' is no name of a channel",
        "{model: m, train: {image: --privileged, channels: {a: {query: q}}}} | train.image cannot be so",
        "{model: m, train: {executable: [x], grace: 26s, channels: {a: {query: q}}}} | train.grace cannot be so",
        "{model: m, train: {executable: [x], channels: {a: {query: q}}, hyperparameters: {h: {default: 1}}}} | a hyperparameter that runs may set needs min and max, or values",
        "{model: m, train: {executable: [x], channels: {a: {query: q}}, hyperparameters: {h: {default: 3, min: 1, max: 2}}}} | hyperparameter default is '3', not a number from 1 to 2",
        "{model: m, train: {executable: [x], channels: {a: {query: q}}, hyperparameters: {project: {default: 1, fixed: true}}}} | 'project' is no name of a hyperparameter",
        "{model: m, train: {executable: [x], channels: {a: {query: q}}, metrics: {auc: 'auc=.*'}}} | needs a regular expression with one group",
        "{model: m, train: {executable: [x], channels: {a: {query: q}}, objective: {metric: auc, larger-is-better: true}}} | objective names metric auc, which is none of []",
        "{model: m, tune: 1, onnx: {file: m, query: q}}            | tune is not known; known are "
      })
  void what_cannot_be_is_said(String yaml, String message) {
    assertThatThrownBy(() -> OwnModelFile.parse("m.yml", yaml))
        .isInstanceOf(InvalidYamlException.class)
        .hasMessageStartingWith("invalid model m.yml")
        .hasMessageContaining(message);
  }

  @Test
  void a_container_is_bounded_and_alone(@TempDir Path base) throws Exception {
    OwnModelFile file =
        OwnModelFile.parse(
            "m.yml",
            "{model: m, train: {image: 'registry.example.org/m:1', memory-mb: 512, cpus: 0.5,"
                + " channels: {a: {query: q}}}}");

    List<String> command =
        new Container("rivulet-m-shop-7")
            .command(
                java.util.Objects.requireNonNull(file.train()), base, Map.of("SM_HP_X", "a b"));

    assertThat(command)
        .startsWith("docker", "run", "--rm", "--name", "rivulet-m-shop-7")
        .containsSequence("--network", "none")
        .containsSequence("--memory", "512m", "--memory-swap", "512m", "--cpus", "0.5")
        .containsSequence("--cap-drop", "ALL", "--security-opt", "no-new-privileges")
        .containsSequence("--volume", base + ":/opt/ml")
        .containsSequence("--env", "SM_HP_X=a b")
        .endsWith("registry.example.org/m:1", "train");
    assertThat(Container.environment()).doesNotContainKeys("RIVULET_ADMIN_TOKEN", "SM_HP_X");
  }
}
