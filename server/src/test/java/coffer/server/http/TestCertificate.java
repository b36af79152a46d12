package coffer.server.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate for 127.0.0.1 and localhost that signs itself, made by the keytool of the running Java. */
public record TestCertificate(PrivateKey key, X509Certificate certificate) {
    private static final String PASSWORD = "of-a-test";

    /** Of an algorithm that keytool knows: {@code EC}, {@code RSA}, {@code Ed25519}. */
    public static TestCertificate make(String algorithm) throws IOException {
        return make(algorithm, "-validity", "30");
    }

    static TestCertificate expired() throws IOException {
        return make("EC", "-startdate", "-10d", "-validity", "5");
    }

    static TestCertificate ofTheFuture() throws IOException {
        return make("EC", "-startdate", "+5d", "-validity", "5");
    }

    private static TestCertificate make(String algorithm, String... validity) throws IOException {
        Path directory = Files.createTempDirectory("coffer-certificate");
        Path store = directory.resolve("store");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair"));
        command.addAll(List.of("-keyalg", algorithm, "-alias", "test", "-dname", "CN=localhost"));
        command.addAll(List.of("-ext", "san=ip:127.0.0.1,dns:localhost", "-storetype", "PKCS12"));
        command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
        command.addAll(List.of(validity));
        try {
            Process keytool = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("output").toFile())
                    .start();
            if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                throw new IOException("keytool: " + Files.readString(directory.resolve("output")));
            }
            return read(store);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            Files.deleteIfExists(store);
            Files.deleteIfExists(directory.resolve("output"));
            Files.delete(directory);
        }
    }

    private static TestCertificate read(Path file) throws IOException {
        try (InputStream in = new ByteArrayInputStream(Files.readAllBytes(file))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            return new TestCertificate(
                    (PrivateKey) Objects.requireNonNull(store.getKey("test", PASSWORD.toCharArray())),
                    (X509Certificate) Objects.requireNonNull(store.getCertificate("test")));
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** Writes {@code cert.pem} and {@code key.pem} into a directory, in place of what is there. */
    public TlsFiles writeTo(Path directory) throws IOException {
        TlsFiles files = new TlsFiles(directory.resolve("cert.pem"), directory.resolve("key.pem"));
        replace(files.certificate(), certificatePem());
        replace(files.key(), keyPem());
        return files;
    }

    String certificatePem() {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    String keyPem() {
        return pem("PRIVATE KEY", Objects.requireNonNull(key.getEncoded()));
    }

    static String pem(String what, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n";
    }

    /** As whoever renews certificates does it: a new file that takes the name of the old one. */
    static void replace(Path file, String text) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(beside, text, StandardCharsets.US_ASCII);
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** What a client needs that believes these certificates and no others. */
    public static SSLContext believing(TestCertificate... believed) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < believed.length; i++) {
                store.setCertificateEntry("c" + i, believed[i].certificate());
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
            managers.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }
}
