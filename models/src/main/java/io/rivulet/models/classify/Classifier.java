package io.rivulet.models.classify;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.impl.ArrayExample;

/** What was learned: from values to how likely a yes is. Several threads may ask it. */
public final class Classifier {
  static final Label POSITIVE = new Label("yes");
  static final Label NEGATIVE = new Label("no");

  private final String[] names;
  private final Model<Label> model;

  Classifier(List<String> names, Model<Label> model) {
    this.names = names.toArray(String[]::new);
    this.model = model;
  }

  /** One that {@link #bytes} wrote. */
  public static Classifier of(List<String> names, byte[] bytes) {
    try {
      return new Classifier(
          names,
          Model.deserializeFromStream(new ByteArrayInputStream(bytes)).castModel(Label.class));
    } catch (IOException e) {
      throw new UncheckedIOException("not a model", e);
    }
  }

  /** Tribuo's protocol buffer of it. */
  public byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      model.serializeToStream(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * From 0 to 1, the higher the likelier; {@link Calibration} makes a probability of it.
   *
   * @param values in the order of the names
   */
  public double score(double[] values) {
    return Objects.requireNonNull(
            model
                .predict(new ArrayExample<>(NEGATIVE, names, values))
                .getOutputScores()
                .get(POSITIVE.getLabel()))
        .getScore();
  }
}
