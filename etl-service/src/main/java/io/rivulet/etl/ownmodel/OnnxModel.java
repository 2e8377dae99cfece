package io.rivulet.etl.ownmodel;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxMap;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** An ONNX model in this process. Not for use by several threads. */
final class OnnxModel implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final Onnx declared;
  private final Map<String, NodeInfo> inputs;
  private final String output;

  /**
   * Loads it.
   *
   * @param bytes of the file; data in other files are not read
   * @throws IllegalArgumentException when it is no model, or has no such output
   */
  OnnxModel(byte[] bytes, Onnx declared, int threads) {
    this.declared = declared;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      // It would keep what the largest portion took until the end.
      options.setCPUArenaAllocator(false);
      this.session = environment.createSession(bytes, options);
    } catch (OrtException e) {
      throw failed("cannot be loaded", e);
    }
    try {
      this.inputs = session.getInputInfo();
      this.output = output(session.getOutputNames(), declared.output());
    } catch (OrtException e) {
      close();
      throw failed("cannot be read", e);
    } catch (IllegalArgumentException e) {
      close();
      throw e;
    }
  }

  private static String output(Set<String> known, @Nullable String wanted) {
    if (wanted == null && known.size() == 1) {
      return known.iterator().next();
    }
    if (wanted == null || !known.contains(wanted)) {
      throw new IllegalArgumentException(
          "onnx.output must be one of " + new TreeSet<>(known) + ", not " + wanted);
    }
    return wanted;
  }

  /** Its inputs, by name, with types and shapes, for people. */
  String describe() {
    return String.join(
        ", ", inputs.values().stream().map(i -> i.getName() + " " + i.getInfo()).sorted().toList());
  }

  /**
   * The scores of some persons.
   *
   * @param features their names, in order
   * @param rows of each person the values: numbers or texts, null where one is not known
   * @throws IllegalArgumentException when the model does not take such features
   */
  double[] score(List<String> features, List<@Nullable Object[]> rows) {
    Map<String, OnnxTensor> given = new LinkedHashMap<>();
    try {
      if (inputs.size() == 1) {
        NodeInfo only = inputs.values().iterator().next();
        given.put(only.getName(), matrix(only, rows));
      } else {
        if (!inputs.keySet().equals(Set.copyOf(features))) {
          throw new IllegalArgumentException(
              "the model takes "
                  + new TreeSet<>(inputs.keySet())
                  + ", the query gives "
                  + new TreeSet<>(features));
        }
        for (int i = 0; i < features.size(); i++) {
          given.put(features.get(i), column(inputs.get(features.get(i)), rows, i));
        }
      }
      try (OrtSession.Result result = session.run(given, Set.of(output))) {
        return scores(result.get(0), rows.size());
      }
    } catch (OrtException e) {
      throw failed("does not take these features", e);
    } finally {
      given.values().forEach(OnnxTensor::close);
    }
  }

  private OnnxTensor matrix(NodeInfo input, List<@Nullable Object[]> rows) throws OrtException {
    OnnxJavaType type = type(input);
    int width = rows.get(0).length;
    if (type == OnnxJavaType.FLOAT) {
      float[][] values = new float[rows.size()][width];
      for (int row = 0; row < values.length; row++) {
        for (int i = 0; i < width; i++) {
          values[row][i] = (float) number(rows.get(row)[i]);
        }
      }
      return OnnxTensor.createTensor(environment, values);
    }
    if (type == OnnxJavaType.DOUBLE) {
      double[][] values = new double[rows.size()][width];
      for (int row = 0; row < values.length; row++) {
        for (int i = 0; i < width; i++) {
          values[row][i] = number(rows.get(row)[i]);
        }
      }
      return OnnxTensor.createTensor(environment, values);
    }
    throw unknownType(input, type);
  }

  private OnnxTensor column(@Nullable NodeInfo input, List<@Nullable Object[]> rows, int i)
      throws OrtException {
    if (input == null) {
      throw new IllegalStateException("an input that was there is gone");
    }
    OnnxJavaType type = type(input);
    int size = rows.size();
    return switch (type) {
      case FLOAT -> {
        float[][] values = new float[size][1];
        for (int row = 0; row < size; row++) {
          values[row][0] = (float) number(rows.get(row)[i]);
        }
        yield OnnxTensor.createTensor(environment, values);
      }
      case DOUBLE -> {
        double[][] values = new double[size][1];
        for (int row = 0; row < size; row++) {
          values[row][0] = number(rows.get(row)[i]);
        }
        yield OnnxTensor.createTensor(environment, values);
      }
      case INT64 -> {
        long[][] values = new long[size][1];
        for (int row = 0; row < size; row++) {
          values[row][0] = (long) number(rows.get(row)[i]);
        }
        yield OnnxTensor.createTensor(environment, values);
      }
      case STRING -> {
        String[][] values = new String[size][1];
        for (int row = 0; row < size; row++) {
          Object value = rows.get(row)[i];
          values[row][0] = value == null ? "" : value.toString();
        }
        yield OnnxTensor.createTensor(environment, values);
      }
      default -> throw unknownType(input, type);
    };
  }

  private static OnnxJavaType type(NodeInfo input) {
    return input.getInfo() instanceof TensorInfo tensor ? tensor.type : OnnxJavaType.UNKNOWN;
  }

  private static IllegalArgumentException unknownType(NodeInfo input, OnnxJavaType type) {
    return new IllegalArgumentException(
        "the model's input "
            + input.getName()
            + " is of type "
            + type
            + ", which is not supported");
  }

  private static double number(@Nullable Object value) {
    if (value == null) {
      return Double.NaN;
    }
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if (value instanceof Boolean is) {
      return is ? 1 : 0;
    }
    throw new IllegalArgumentException("a feature is no number: cast it in the query");
  }

  private double[] scores(OnnxValue told, int rows) throws OrtException {
    Object value = told.getValue();
    double[] scores = new double[rows];
    if (Array.getLength(asArray(value)) != rows) {
      throw new IllegalArgumentException("output " + output + " has not one row for each person");
    }
    for (int row = 0; row < rows; row++) {
      scores[row] = score(Array.get(asArray(value), row));
    }
    return scores;
  }

  private static Object asArray(Object value) {
    return value instanceof List<?> list ? list.toArray() : value;
  }

  private double score(@Nullable Object ofPerson) throws OrtException {
    if (ofPerson instanceof OnnxMap map) {
      for (Map.Entry<?, ?> entry : map.getValue().entrySet()) {
        if (String.valueOf(entry.getKey()).equals(declared.label())
            && entry.getValue() instanceof Number number) {
          return number.doubleValue();
        }
      }
      throw new IllegalArgumentException(
          "onnx.label must be one of " + map.getValue().keySet() + ", not " + declared.label());
    }
    if (declared.label() != null) {
      throw new IllegalArgumentException(
          "output " + output + " is no map: onnx.column says which number it is, not label");
    }
    if (ofPerson instanceof Number number) {
      return number.doubleValue();
    }
    List<Double> numbers = new ArrayList<>();
    if (ofPerson instanceof float[] floats) {
      for (float one : floats) {
        numbers.add((double) one);
      }
    } else if (ofPerson instanceof double[] doubles) {
      for (double one : doubles) {
        numbers.add(one);
      }
    } else if (ofPerson instanceof long[] longs) {
      for (long one : longs) {
        numbers.add((double) one);
      }
    } else {
      throw new IllegalArgumentException("output " + output + " has no numbers");
    }
    int column = declared.column() == null ? numbers.size() - 1 : declared.column();
    if (column < 0 || column >= numbers.size()) {
      throw new IllegalArgumentException(
          "onnx.column is " + column + ", output " + output + " has " + numbers.size());
    }
    return numbers.get(column);
  }

  private static IllegalArgumentException failed(String what, OrtException e) {
    return new IllegalArgumentException(
        "the ONNX model "
            + what
            + ": "
            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
        e);
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw failed("cannot be closed", e);
    }
  }
}
