package io.rivulet.etl.ownmodel;

import io.micrometer.core.instrument.MeterRegistry;
import io.rivulet.etl.EtlSettings;
import io.rivulet.etl.job.FurtherJobs;
import io.rivulet.etl.job.FurtherJobs.Further;
import io.rivulet.etl.job.JobFolder;
import io.rivulet.etl.model.ModelParts;
import io.rivulet.etl.quality.QualityGate;
import io.rivulet.etl.run.Job;
import io.rivulet.event.project.StrictYaml.InvalidYamlException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Finds the models that owners bring. */
@Configuration(proxyBeanMethods = false)
class OwnModelConfiguration {

  @Bean
  FurtherJobs ownModels(
      @Value("${rivulet.etl.models}") Path folder,
      ModelParts parts,
      QualityGate quality,
      EtlSettings settings,
      MeterRegistry metrics) {
    Path programs = folder.toAbsolutePath();
    return new JobFolder<>(
        folder,
        ".yml",
        new JobFolder.Reader<OwnModelFile>() {
          @Override
          public OwnModelFile parse(String source, String text) throws InvalidYamlException {
            return OwnModelFile.parse(source, text);
          }

          @Override
          public List<String> claims(OwnModelFile file) {
            return List.of("model " + file.model());
          }

          @Override
          public Further job(OwnModelFile file) {
            Job job =
                file.train() == null
                    ? new ScoreOnnxJob(
                        file,
                        Objects.requireNonNull(file.onnx()),
                        programs,
                        parts,
                        quality,
                        settings.threads())
                    : new TrainOwnJob(file, file.train(), programs, parts, quality, metrics);
            return new Further(job, file.triggers());
          }
        });
  }
}
