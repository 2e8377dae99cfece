package io.rivulet.stores;

import io.rivulet.embedded.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.MountableFile;

/**
 * A PostgreSQL with the roles and empty databases of {@link PostgresServer}, whose passwords are
 * their names.
 *
 * @param address host and port
 */
public record TestPostgres(String address, AutoCloseable server) implements AutoCloseable {
  private static final int PORT = 5432;
  private static final String SECRETS = "/run/secrets/";

  /**
   * Starts it.
   *
   * @param folder for its databases, where it runs on this machine
   */
  public static TestPostgres start(Path folder) {
    if (!Images.inUse()) {
      return onThisMachine(folder, 0);
    }
    Container container =
        Container.of(
                Images.POSTGRES,
                PORT,
                Map.of(
                    "POSTGRES_USER", "rivulet",
                    "POSTGRES_PASSWORD_FILE", SECRETS + "RIVULET_POSTGRES_PASSWORD",
                    "POSTGRES_DB", "analytics",
                    // The same order of text as in the JVM.
                    "POSTGRES_INITDB_ARGS",
                        "--locale=C --locale-provider=builtin --builtin-locale=C.UTF-8"))
            // It listens some time before it lets anybody in.
            .readyWhen("pg_isready -q -h 127.0.0.1 -U rivulet -d analytics")
            .withCommand("postgres", "-c", "random_page_cost=1.1", "-c", "timezone=UTC")
            .withCopyToContainer(
                Transferable.of("rivulet", 0444), SECRETS + "RIVULET_POSTGRES_PASSWORD")
            .withCopyToContainer(
                Transferable.of("bi_reader", 0444), SECRETS + "RIVULET_BI_READER_PASSWORD")
            .withCopyFileToContainer(
                MountableFile.forHostPath(rolesAndDatabases(), 0755),
                "/docker-entrypoint-initdb.d/10-roles-and-databases.sh");
    container.start();
    return new TestPostgres(container.address(), container);
  }

  /**
   * Starts one that has what an earlier one left in the folder.
   *
   * @param port 0 for a free one
   */
  public static TestPostgres onThisMachine(Path folder, int port) {
    PostgresServer server = PostgresServer.start(folder, port);
    return new TestPostgres("127.0.0.1:" + server.port(), server);
  }

  /** What docker-compose.yml has in a new volume made; modules are tested in their own folders. */
  private static Path rolesAndDatabases() {
    Path script = Path.of("../docker/postgres/10-roles-and-databases.sh").toAbsolutePath();
    if (!Files.exists(script)) {
      throw new IllegalStateException(script + " is not there");
    }
    return script.normalize();
  }

  /** The address of a database, without user and password. */
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://" + address + "/" + database;
  }

  @Override
  public void close() {
    Closing.close(server);
  }
}
