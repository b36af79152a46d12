package coffer.adapter.s3;

import coffer.base.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A throw-away S3Proxy on loopback that checks signatures and keeps objects as files, made when a test first needs one and removed when the JVM
 * ends.
 */
final class S3ProxyServer implements AutoCloseable {
    static final String ACCESS_KEY = "coffer-tests";

    private static final String SECRET = "a-secret-of-tests-alone";
    private static final int START_TRIES = 600;
    private static final int TRY_MILLIS = 100;

    private static @Nullable S3ProxyServer shared;

    private final Path home;
    private final int port;
    private final Process process;

    private S3ProxyServer() throws IOException {
        home = Files.createTempDirectory("coffer-s3proxy");
        port = freePort();
        Path properties = home.resolve("s3proxy.conf");
        Files.createDirectories(home.resolve("buckets"));
        Files.writeString(properties, """
                s3proxy.endpoint=http://127.0.0.1:%d
                s3proxy.authorization=aws-v4
                s3proxy.identity=%s
                s3proxy.credential=%s
                jclouds.provider=filesystem-nio2
                jclouds.identity=unused
                jclouds.credential=unused
                jclouds.filesystem.basedir=%s
                """.formatted(port, ACCESS_KEY, SECRET, home.resolve("buckets")));
        String classPath = Optional.ofNullable(System.getProperty("surefire.test.class.path"))
                .orElseGet(() -> System.getProperty("java.class.path"));
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:TieredStopAtLevel=1",
                        "-Dlogback.configurationFile=s3proxy-logback.xml",
                        "-cp",
                        classPath,
                        "org.gaul.s3proxy.Main",
                        "--properties",
                        properties.toString())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("s3proxy.log").toFile())
                .start();
        awaitStart();
    }

    /** The server that all tests of this JVM share; each has a bucket of its own. */
    static synchronized S3ProxyServer shared() {
        if (shared == null) {
            try {
                S3ProxyServer server = new S3ProxyServer();
                Runtime.getRuntime().addShutdownHook(new Thread(server::close, "s3proxy-stop"));
                shared = server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return shared;
    }

    static S3Credentials credentials() {
        return new S3Credentials(ACCESS_KEY, Secret.of(SECRET));
    }

    int port() {
        return port;
    }

    private void awaitStart() throws IOException {
        for (int i = 0; i < START_TRIES; i++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
                return;
            } catch (IOException _) {
                // Not yet.
                if (hasEnded()) {
                    break;
                }
            }
        }
        String log = Files.readString(home.resolve("s3proxy.log"));
        close();
        throw new IOException("S3Proxy did not start: " + log);
    }

    private boolean hasEnded() throws IOException {
        try {
            return process.waitFor(TRY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped while S3Proxy was starting", e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.onExit().join();
            Files.walkFileTree(home, new Removing());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Removing extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
