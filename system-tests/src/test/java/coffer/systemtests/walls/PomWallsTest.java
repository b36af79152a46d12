package coffer.systemtests.walls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The walls between modules: a pom that crosses one stops Maven before anything is compiled, and the message names the wall. */
class PomWallsTest {

    private static final int MAVEN_TIMEOUT_SECONDS = 120;

    private static final String JETTY = """
            <dependency>
              <groupId>org.eclipse.jetty</groupId>
              <artifactId>jetty-server</artifactId>
            </dependency>
            """;

    private static final String MAIL = """
            <dependency>
              <groupId>org.eclipse.angus</groupId>
              <artifactId>angus-mail</artifactId>
            </dependency>
            """;

    private static final String SERVER = """
            <dependency>
              <groupId>coffer</groupId>
              <artifactId>coffer-server</artifactId>
            </dependency>
            """;

    private static final String E2EE = """
            <dependency>
              <groupId>coffer</groupId>
              <artifactId>coffer-e2ee</artifactId>
              <version>0.1.0-SNAPSHOT</version>
            </dependency>
            """;

    private static final String E2EE_POM = """
            <project xmlns="http://maven.apache.org/POM/4.0.0">
              <modelVersion>4.0.0</modelVersion>
              <parent>
                <groupId>coffer</groupId>
                <artifactId>coffer</artifactId>
                <version>0.1.0-SNAPSHOT</version>
              </parent>
              <artifactId>coffer-e2ee</artifactId>
            </project>
            """;

    @TempDir
    Path copy;

    @BeforeEach
    void copyThePoms() throws IOException {
        for (var pom : List.of(
                "pom.xml",
                "core/pom.xml",
                "adapters/messages/pom.xml",
                "adapters/pkcs11/pom.xml",
                "adapters/kms/pom.xml",
                "adapters/s3/pom.xml",
                "server/pom.xml",
                "bench/pom.xml",
                "system-tests/pom.xml")) {
            var target = copy.resolve(pom);
            Files.createDirectories(Objects.requireNonNull(target.getParent()));
            Files.copy(House.root().resolve(pom), target);
        }
    }

    @Test
    void theHouseAsItIsStandsBehindItsWalls() throws Exception {
        var run = validate();

        assertThat(run.exit()).as(run.output()).isZero();
    }

    @Test
    void coreMayNotHaveTheHttpEngine() throws Exception {
        addDependency("core/pom.xml", JETTY);

        var run = validate();

        assertThat(run.exit()).isNotZero();
        assertThat(run.output()).contains("WALL core").contains("org.eclipse.jetty:jetty-server");
    }

    @Test
    void coreMayNotHaveEndToEndCryptography() throws Exception {
        addEndToEndModule();
        addDependency("core/pom.xml", E2EE);

        var run = validate();

        assertThat(run.exit()).isNotZero();
        assertThat(run.output()).contains("WALL core").contains("coffer:coffer-e2ee");
    }

    @Test
    void serverMayNotHaveEndToEndCryptography() throws Exception {
        addEndToEndModule();
        addDependency("server/pom.xml", E2EE);

        var run = validate();

        assertThat(run.exit()).isNotZero();
        assertThat(run.output()).contains("WALL server").contains("coffer:coffer-e2ee");
    }

    @Test
    void coreMayNotHaveTheLibraryOfAnAdapter() throws Exception {
        addDependency("core/pom.xml", MAIL);

        var run = validate();

        assertThat(run.exit()).isNotZero();
        assertThat(run.output()).contains("WALL core").contains("org.eclipse.angus:angus-mail");
    }

    @Test
    void anAdapterMayNotHaveTheServerItServes() throws Exception {
        addDependency("adapters/messages/pom.xml", JETTY);

        var run = validate();

        assertThat(run.exit()).isNotZero();
        assertThat(run.output()).contains("WALL messages").contains("org.eclipse.jetty:jetty-server");
    }

    @Test
    void theAdapterOfStoresMayNotHaveTheServerItServes() throws Exception {
        addDependency("adapters/s3/pom.xml", JETTY);

        var run = validate();

        assertThat(run.exit()).isNotZero();
        assertThat(run.output()).contains("WALL s3").contains("org.eclipse.jetty:jetty-server");
    }

    @Test
    void benchMayNotHaveTheServerItMeasures() throws Exception {
        addDependency("bench/pom.xml", SERVER);

        var run = validate();

        assertThat(run.exit()).isNotZero();
        assertThat(run.output()).contains("WALL bench").contains("coffer:coffer-server");
    }

    @Test
    void twoVersionsOfOneLibraryAreRefused() throws Exception {
        replace("pom.xml", "<groupId>org.slf4j</groupId>", "<groupId>org.slf4j.unmanaged</groupId>");
        replace(
                "core/pom.xml",
                "<artifactId>slf4j-api</artifactId>",
                "<artifactId>slf4j-api</artifactId>\n<version>2.0.16</version>");
        replace(
                "adapters/s3/pom.xml",
                "<artifactId>slf4j-api</artifactId>",
                "<artifactId>slf4j-api</artifactId>\n<version>2.0.16</version>");
        replace(
                "server/pom.xml",
                "<artifactId>slf4j-api</artifactId>",
                "<artifactId>slf4j-api</artifactId>\n<version>2.0.16</version>");

        var run = validate();

        assertThat(run.exit()).isNotZero();
        assertThat(run.output()).contains("Dependency convergence error").contains("slf4j-api");
    }

    private void addEndToEndModule() throws IOException {
        Files.createDirectories(copy.resolve("e2ee"));
        Files.writeString(copy.resolve("e2ee/pom.xml"), E2EE_POM);
        replace("pom.xml", "<module>core</module>", "<module>e2ee</module>\n<module>core</module>");
    }

    private void addDependency(String pom, String dependency) throws IOException {
        replace(pom, "<dependencies>", "<dependencies>\n" + dependency);
    }

    /** Replaces the first occurrence, which must be there. */
    private void replace(String pom, String what, String by) throws IOException {
        var file = copy.resolve(pom);
        var text = Files.readString(file);
        var at = text.indexOf(what);
        assertThat(at).as("%s in %s", what, pom).isNotNegative();
        Files.writeString(file, text.substring(0, at) + by + text.substring(at + what.length()));
    }

    private Run validate() throws IOException, InterruptedException {
        var output = copy.resolve("maven.log");
        var repository = System.getProperty("coffer.maven.repository");
        var maven = new ProcessBuilder(
                        "mvn", "-o", "-q", "-B", "-Dstyle.color=never", "-Dmaven.repo.local=" + repository, "validate")
                .directory(copy.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        maven.environment().remove("MAVEN_OPTS");
        var process = maven.start();
        if (!process.waitFor(MAVEN_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("Maven did not end: " + Files.readString(output, UTF_8));
        }
        return new Run(process.exitValue(), Files.readString(output, UTF_8));
    }

    private record Run(int exit, String output) {}
}
