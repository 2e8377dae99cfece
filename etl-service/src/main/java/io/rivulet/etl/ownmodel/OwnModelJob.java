package io.rivulet.etl.ownmodel;

import io.rivulet.etl.model.ModelParts;
import io.rivulet.etl.quality.QualityGate;
import io.rivulet.etl.run.Argument;
import io.rivulet.etl.run.Job;
import java.nio.file.Path;
import java.util.List;

/** The job of a file that declares an owner's model. */
abstract class OwnModelJob implements Job {
  final OwnModelFile file;
  final Path folder;
  final ModelParts parts;
  final QualityGate quality;

  /**
   * @param folder of the file, beside which its programs and models lie
   */
  OwnModelJob(OwnModelFile file, Path folder, ModelParts parts, QualityGate quality) {
    this.file = file;
    this.folder = folder;
    this.parts = parts;
    this.quality = quality;
  }

  @Override
  public String name() {
    return file.job();
  }

  @Override
  public String description() {
    return file.description();
  }

  @Override
  public List<Argument> arguments() {
    return file.arguments();
  }

  @Override
  public boolean isLong() {
    return true;
  }

  /** What came of scores, for people. */
  static String published(long scores, long unknown) {
    return scores
        + " scores"
        + (unknown == 0 ? "" : ", " + unknown + " left out, of persons who are not known");
  }
}
