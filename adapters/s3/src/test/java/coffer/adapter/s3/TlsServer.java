package coffer.adapter.s3;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** A server of TLS for {@code localhost}, with a certificate that nobody trusts. It gets no further than the handshake. */
record TlsServer(SSLServerSocket listening) implements AutoCloseable {
    private static final String PASSWORD = "changeit";
    private static final int CLIENTS_MAX = 1_000;

    static TlsServer start(Path directory) throws IOException, GeneralSecurityException, InterruptedException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(certificate(directory))) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        SSLServerSocket listening = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"));
        TlsServer server = new TlsServer(listening);
        Thread.ofVirtual().name("tls-server").start(server::accept);
        return server;
    }

    /** Made by the JDK's own tool, because the JDK has no API for it. */
    private static Path certificate(Path directory) throws IOException, InterruptedException {
        Path file = directory.resolve("test.p12");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "test",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("keytool failed: " + output);
        }
        return file;
    }

    int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        int met = 0;
        while (!listening.isClosed() && met < CLIENTS_MAX) {
            met += meet() ? 1 : 0;
        }
    }

    /** False when the client does not trust us, or the test is over. */
    private boolean meet() {
        try (Socket client = listening.accept()) {
            return client.getInputStream().read() < 0;
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
