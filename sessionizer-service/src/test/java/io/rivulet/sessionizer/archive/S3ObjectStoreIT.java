package io.rivulet.sessionizer.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rivulet.embedded.S3Server;
import io.rivulet.event.LakeObject;
import io.rivulet.sessionizer.archive.ObjectStore.Failure;
import io.rivulet.sessionizer.archive.ObjectStore.UnavailableException;
import io.rivulet.sessionizer.faults.FaultyS3;
import io.rivulet.sessionizer.faults.FaultyS3.Fault;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

class S3ObjectStoreIT {
  private static final String KEY = "raw/x.json.gz";

  private Path directory;
  private S3Server server;
  private FaultyS3 proxy;
  private S3Client s3;
  private S3ObjectStore store;

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    directory = temporary;
    server = S3Server.start(directory.resolve("s3"), 0);
    server.createBucket("lake");
    server.setSystemProperties();
    proxy = new FaultyS3(server.endpoint());
    System.setProperty("aws.endpointUrlS3", proxy.endpoint().toString());
    s3 = S3ObjectStore.client();
    store = new S3ObjectStore(s3, "lake");
  }

  @AfterEach
  void stop() throws Exception {
    s3.close();
    proxy.close();
    server.close();
  }

  private Path gzip(String text, int level) throws IOException {
    Path file = Files.createTempFile(directory, "content", ".gz");
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(file)) {
          {
            def.setLevel(level);
          }
        }) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }

  private Path gzip(String text) throws IOException {
    return gzip(text, Deflater.DEFAULT_COMPRESSION);
  }

  private byte[] stored() {
    return s3.getObjectAsBytes(b -> b.bucket("lake").key(KEY)).asByteArray();
  }

  private Failure failure(Path content) {
    return catchThrowableOfType(UnavailableException.class, () -> store.put(KEY, content, 1))
        .failure();
  }

  @Test
  void an_object_that_has_the_same_lines_stays_as_it_is() throws Exception {
    Path first = gzip("a\nb\n".repeat(50_000));
    store.put(KEY, first, 2);

    store.put(KEY, gzip("a\nb\n".repeat(50_000), Deflater.BEST_SPEED), 2);

    assertThat(stored()).isEqualTo(Files.readAllBytes(first));
  }

  @Test
  void an_object_that_has_other_lines_is_not_replaced() throws Exception {
    Path first = gzip("a\n");
    store.put(KEY, first, 1);

    for (String other : new String[] {"b\n", "a\nb\n", ""}) {
      assertThat(failure(gzip(other))).isEqualTo(Failure.CONFLICT);
    }

    assertThat(stored()).isEqualTo(Files.readAllBytes(first));
    assertThatThrownBy(() -> store.put(KEY, gzip("b\n"), 1))
        .hasMessageContaining(KEY)
        .hasMessageContaining("was its topic deleted and made anew, or were the offsets");
  }

  @Test
  void an_object_of_which_lines_were_erased_meanwhile_is_left_without_them() throws Exception {
    Path left = gzip("b\n");
    s3.putObject(
        b ->
            b.bucket("lake")
                .key(KEY)
                .metadata(Map.of(LakeObject.LINES_METADATA, "2", LakeObject.ERASED_METADATA, "1")),
        left);

    store.put(KEY, gzip("a\nb\n"), 2);

    assertThat(stored()).isEqualTo(Files.readAllBytes(left));
    assertThatThrownBy(() -> store.put(KEY, gzip("a\nb\nc\n"), 3))
        .hasMessageContaining("has other lines");
  }

  @Test
  void an_object_that_is_no_gzip_is_not_replaced() throws Exception {
    s3.putObject(b -> b.bucket("lake").key(KEY), RequestBody.fromString("text"));

    assertThat(failure(gzip("a\n"))).isEqualTo(Failure.CONFLICT);
  }

  @Test
  void an_answer_that_is_lost_leaves_the_object_whole_and_the_upload_done() throws Exception {
    int[] puts = {0};
    proxy.plan(m -> m.equals("PUT") && puts[0]++ == 0 ? Fault.ANSWER_LOST : Fault.NONE);

    store.put(KEY, gzip("a\n"), 1);

    assertThat(stored()).isEqualTo(Files.readAllBytes(gzip("a\n")));
  }

  @Test
  void a_store_that_knows_no_conditions_is_written_without() throws Exception {
    proxy.plan(m -> Fault.NO_CONDITIONS);

    store.put(KEY, gzip("a\n"), 1);
    store.put(KEY, gzip("a\n"), 1);

    assertThat(stored()).isEqualTo(Files.readAllBytes(gzip("a\n")));
  }

  @Test
  void failures_are_told_apart() throws Exception {
    Path content = gzip("a\n");

    proxy.plan(m -> Fault.SLOW_DOWN);
    assertThat(failure(content)).isEqualTo(Failure.BUSY);
    proxy.plan(m -> Fault.BODY_CUT);
    assertThat(failure(content)).isEqualTo(Failure.UNREACHABLE);
    proxy.plan(m -> Fault.NONE);
    assertThat(
            catchThrowableOfType(
                    UnavailableException.class,
                    () -> new S3ObjectStore(s3, "no-such-bucket").put(KEY, content, 1))
                .failure())
        .isEqualTo(Failure.REFUSED);
  }

  @Test
  void a_store_that_hangs_is_given_up() throws Exception {
    proxy.plan(m -> Fault.HANG);

    assertThat(catchThrowableOfType(UnavailableException.class, store::prepare).failure())
        .isEqualTo(Failure.TIMEOUT);
  }

  @Test
  void wrong_credentials_are_said() {
    try (S3Client stranger =
        S3Client.builder()
            .forcePathStyle(true)
            .endpointOverride(server.endpoint())
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(S3Server.ACCESS_KEY_ID, "wrong")))
            .build()) {
      UnavailableException refused =
          catchThrowableOfType(
              UnavailableException.class, () -> new S3ObjectStore(stranger, "lake").prepare());

      assertThat(refused.failure()).isEqualTo(Failure.REFUSED);
      assertThat(refused).hasMessageContaining("403");
    }
  }
}
