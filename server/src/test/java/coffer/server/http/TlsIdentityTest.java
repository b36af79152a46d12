package coffer.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsIdentityTest {
    private static TestCertificate certificate;
    private static TestCertificate other;

    @TempDir
    private Path directory;

    private TlsFiles files;

    @BeforeAll
    static void make() throws IOException {
        certificate = TestCertificate.make("EC");
        other = TestCertificate.make("EC");
    }

    @BeforeEach
    void write() throws IOException {
        files = certificate.writeTo(directory);
    }

    private void refused(String... words) {
        assertThatThrownBy(() -> TlsIdentity.read(files))
                .isInstanceOf(TlsRefused.class)
                .hasMessageContainingAll(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void aChainAndItsKeyAreRead(String algorithm) throws IOException {
        TestCertificate made = TestCertificate.make(algorithm);
        files = made.writeTo(directory);

        TlsIdentity identity = TlsIdentity.read(files);

        assertThat(identity.chain()).containsExactly(made.certificate());
        assertThat(identity.key()).isEqualTo(made.key());
        assertThat(identity.warning()).isEmpty();
    }

    @Test
    void furtherCertificatesAndTextAroundThemAreKept() throws IOException {
        Files.writeString(
                files.certificate(), "subject: a\n" + certificate.certificatePem() + "\n" + other.certificatePem());
        Files.writeString(files.key(), "Bag attributes\n" + certificate.keyPem());

        assertThat(TlsIdentity.read(files).chain()).containsExactly(certificate.certificate(), other.certificate());
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "DSA PRIVATE KEY"})
    void anotherFormOfKeyIsRefusedWithTheCommandThatMendsIt(String form) throws IOException {
        Files.writeString(files.key(), TestCertificate.pem(form, new byte[200]));

        refused("openssl pkcs8 -topk8 -nocrypt -in " + files.key());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\n!\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END CERTIFICATE-----",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n",
            })
    void whatIsNoKeyIsRefused(String text) throws IOException {
        Files.writeString(files.key(), text);

        refused("tls-key", "openssl pkcs8");
    }

    @Test
    void aKeyInBytesIsRefusedAndNotShown() throws IOException {
        Files.write(files.key(), certificate.key().getEncoded());

        refused("tls-key", "openssl pkcs8");
    }

    @Test
    void aCertificateInBytesIsRefusedWithTheCommandThatMendsIt() throws Exception {
        Files.write(files.certificate(), certificate.certificate().getEncoded());

        refused("openssl x509 -inform der -in " + files.certificate());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
                "-----BEGIN CERTIFICATE-----\n"
            })
    void whatIsNoCertificateIsRefused(String text) throws IOException {
        Files.writeString(files.certificate(), text);

        refused("tls-cert");
    }

    @Test
    void theKeyOfAnotherCertificateIsRefused() throws IOException {
        Files.writeString(files.key(), other.keyPem());
        refused("is not the key of the first certificate");

        Files.writeString(files.certificate(), certificate.certificatePem() + other.certificatePem());
        refused("must stand first");
    }

    @Test
    void aKeyOfAnotherKindIsRefused() throws IOException {
        Files.writeString(files.key(), TestCertificate.make("Ed25519").keyPem());

        refused("is not the key of the first certificate");
    }

    @Test
    void aFileAsLargeAsAllowedIsReadAndALargerOneIsNot() throws IOException {
        String pem = certificate.certificatePem();
        Files.writeString(files.certificate(), pem + " ".repeat(TlsIdentity.FILE_BYTES_MAX - pem.length()));
        assertThat(TlsIdentity.read(files).chain()).hasSize(1);

        Files.writeString(files.certificate(), pem + " ".repeat(TlsIdentity.FILE_BYTES_MAX - pem.length() + 1));
        refused("more than");
    }

    @Test
    void aFileThatIsNotThereIsRefused() throws IOException {
        Files.delete(files.key());

        refused("cannot be read", files.key().toString());
    }

    @Test
    void aCertificateOutOfItsTimeIsUsedWithAWarning() throws IOException {
        files = TestCertificate.expired().writeTo(directory);
        assertThat(TlsIdentity.read(files).warning().orElseThrow()).contains("expired");

        files = TestCertificate.ofTheFuture().writeTo(directory);
        assertThat(TlsIdentity.read(files).warning().orElseThrow()).contains("not valid before");
    }
}
