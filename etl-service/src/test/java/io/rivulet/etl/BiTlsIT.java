package io.rivulet.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.rivulet.embedded.PostgresServer;
import io.rivulet.reporting.ReportingSql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A BI tool and PostgreSQL with a network between them, as docs/bi/network.md sets it up. */
class BiTlsIT {
  private static PostgresServer postgres;
  private static Path folder;

  @BeforeAll
  static void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    postgres = PostgresServer.start(folder.resolve("postgres"), 0);
    EtlConfiguration.migrate(
        new DriverManagerDataSource(postgres.jdbcUrl("analytics"), "rivulet", "rivulet"),
        ReportingSql.ANALYTICS_MIGRATIONS);
    write("server", new CertificateBuilder().subject("CN=localhost").addSanDnsName("localhost"));
    write(
        "client", new CertificateBuilder().subject("CN=bi_reader").addExtendedKeyUsageClientAuth());
    Path databases = folder.resolve("postgres");
    Files.write(
        databases.resolve("pg_hba.conf"),
        List.of(
            "host    all       postgres  127.0.0.1/32 scram-sha-256",
            "hostssl analytics bi_reader 127.0.0.1/32 scram-sha-256 clientcert=verify-full"));
    asSuperuser(
        "alter system set ssl_cert_file = '" + folder.resolve("server.pem") + "'",
        "alter system set ssl_key_file = '" + folder.resolve("server.key") + "'",
        "alter system set ssl_ca_file = '" + folder.resolve("client.pem") + "'",
        "alter system set ssl = on",
        "select pg_reload_conf()");
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  private static void asSuperuser(String... statements) throws Exception {
    String password = Files.readString(folder.resolve("postgres.password")).strip();
    try (Connection connection =
            DriverManager.getConnection(postgres.jdbcUrl("postgres"), "postgres", password);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** Writes a certificate that signed itself, so it is its own authority, and its key. */
  private static void write(String name, CertificateBuilder certificate) throws Exception {
    X509Bundle made = certificate.setIsCertificateAuthority(true).buildSelfSigned();
    Path der =
        Files.write(folder.resolve(name + ".pk8"), made.getKeyPair().getPrivate().getEncoded());
    Path pem = Files.writeString(folder.resolve(name + ".key"), made.getPrivateKeyPEM());
    // Keys that others can read are refused, by PostgreSQL and by its driver.
    for (Path secret : List.of(der, pem)) {
      Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    }
    Files.writeString(folder.resolve(name + ".pem"), made.getCertificatePEM());
  }

  private static Connection connect(String host, Map<String, String> options) throws SQLException {
    Properties properties = new Properties();
    properties.putAll(options);
    properties.setProperty("user", "bi_reader");
    properties.putIfAbsent("password", "bi_reader");
    return DriverManager.getConnection(
        "jdbc:postgresql://" + host + ":" + postgres.port() + "/analytics", properties);
  }

  private static Map<String, String> verified() {
    return Map.of(
        "sslmode", "verify-full",
        "sslrootcert", folder.resolve("server.pem").toString(),
        "sslcert", folder.resolve("client.pem").toString(),
        "sslkey", folder.resolve("client.pk8").toString());
  }

  private static Map<String, String> verifiedBut(String option, String value) {
    Map<String, String> options = new HashMap<>(verified());
    options.put(option, value);
    return options;
  }

  @Test
  void views_are_read_over_tls_with_both_sides_known_and_a_password() throws Exception {
    try (Connection reader = connect("localhost", verified());
        Statement statement = reader.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select s.ssl, s.client_dn, (select count(*) from bi.daily_activity)"
                    + " from pg_stat_ssl s where s.pid = pg_backend_pid()")) {
      row.next();
      assertThat(row.getBoolean(1)).isTrue();
      assertThat(row.getString(2)).isEqualTo("/CN=bi_reader");
      assertThat(row.getLong(3)).isZero();
    }
  }

  @Test
  void nothing_is_read_without_tls() {
    assertThatThrownBy(() -> connect("localhost", Map.of("sslmode", "disable")))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("no pg_hba.conf entry");
  }

  @Test
  void a_password_alone_is_not_enough() {
    assertThatThrownBy(
            () ->
                connect(
                    "localhost",
                    Map.of(
                        "sslmode",
                        "verify-full",
                        "sslrootcert",
                        folder.resolve("server.pem").toString())))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("valid client certificate");
  }

  @Test
  void a_certificate_alone_is_not_enough() {
    assertThatThrownBy(() -> connect("localhost", verifiedBut("password", "wrong")))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("password authentication failed");
  }

  @Test
  void a_server_of_another_name_is_not_trusted() {
    assertThatThrownBy(() -> connect("127.0.0.1", verified()))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("hostname 127.0.0.1 could not be verified");
  }

  @Test
  void a_server_that_another_authority_signed_is_not_trusted() {
    assertThatThrownBy(
            () ->
                connect(
                    "localhost",
                    verifiedBut("sslrootcert", folder.resolve("client.pem").toString())))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("SSL error");
  }
}
