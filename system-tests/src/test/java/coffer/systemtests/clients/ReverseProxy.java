package coffer.systemtests.clients;

import coffer.server.http.TlsFiles;
import coffer.testkit.RealProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** nginx or Apache as an installed program, on a free port of 127.0.0.1, with a block of {@code docs/proxies.md}. */
final class ReverseProxy implements AutoCloseable {

    private static final int TRIES_MAX = 400;
    private static final int TRY_MILLIS = 50;

    private final Process process;
    private final Path log;
    private final Path accessLog;

    /** The kinds there are, each with the language of its blocks and how it is started around one. */
    enum Kind {
        NGINX("nginx", "nginx", "nginx-light") {
            @Override
            String around(String block, Path home) {
                return """
                        user root root;
                        daemon off;
                        worker_processes 1;
                        pid %1$s/pid;
                        events { }
                        http {
                            log_format protocols '$server_protocol $request_method $uri';
                            access_log %1$s/access.log protocols;
                            client_body_temp_path %1$s/t1;
                            proxy_temp_path %1$s/t2;
                            fastcgi_temp_path %1$s/t3;
                            uwsgi_temp_path %1$s/t4;
                            scgi_temp_path %1$s/t5;
                        %2$s
                        }
                        """.formatted(home, block);
            }

            @Override
            List<String> command(Path program, Path home, Path configuration) {
                return List.of(
                        program.toString(),
                        "-e",
                        home + "/error.log",
                        "-p",
                        home.toString(),
                        "-c",
                        configuration.toString());
            }
        },
        APACHE("apache", "apache2", "apache2") {
            @Override
            String around(String block, Path home) {
                var port = Pattern.compile("<VirtualHost \\*:(\\d+)>").matcher(block);
                if (!port.find()) {
                    throw new AssertionError("the block names no port: " + block);
                }
                var modules = List.of(
                                "mpm_event",
                                "authz_core",
                                "socache_shmcb",
                                "ssl",
                                "http2",
                                "headers",
                                "proxy",
                                "proxy_http")
                        .stream()
                        .map(name -> "LoadModule " + name + "_module /usr/lib/apache2/modules/mod_" + name + ".so\n")
                        .collect(Collectors.joining());
                return """
                        ServerRoot %1$s
                        ServerName localhost
                        DefaultRuntimeDir %1$s
                        PidFile %1$s/pid
                        Mutex file:%1$s
                        ErrorLog %1$s/error.log
                        User www-data
                        Group www-data
                        %2$s
                        Listen 127.0.0.1:%3$s
                        LogFormat "%%H %%m %%U" protocols
                        CustomLog %1$s/access.log protocols
                        %4$s
                        """.formatted(home, modules, port.group(1), block);
            }

            @Override
            List<String> command(Path program, Path home, Path configuration) {
                return List.of(program.toString(), "-DFOREGROUND", "-f", configuration.toString());
            }
        };

        private final String language;
        private final String program;
        private final String debianPackage;

        Kind(String language, String program, String debianPackage) {
            this.language = language;
            this.program = program;
            this.debianPackage = debianPackage;
        }

        abstract String around(String block, Path home);

        abstract List<String> command(Path program, Path home, Path configuration);
    }

    private ReverseProxy(Process process, Path log, Path accessLog) {
        this.process = process;
        this.log = log;
        this.accessLog = accessLog;
    }

    /** A port on which nobody listens at the moment. */
    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /**
     * Starts a proxy in front of a server; returns when it accepts connections.
     *
     * @param number which of the blocks for this kind: 0 is the one on a host name of its own, 1 the one on a sub-path
     */
    static ReverseProxy start(Kind kind, int number, int port, TlsFiles tls, URI server, Path home)
            throws IOException, InterruptedException {
        var program = new RealProgram(kind.program, kind.debianPackage).need();
        Files.createDirectories(home);
        var block = replaced(blocks(kind.language).get(number), port, tls, server);
        var configuration = Files.writeString(home.resolve("configuration"), kind.around(block, home));
        var log = home.resolve("output");
        var process = new ProcessBuilder(kind.command(program, home, configuration))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        var proxy = new ReverseProxy(process, log, home.resolve("access.log"));
        proxy.awaitListening(port);
        return proxy;
    }

    private static List<String> blocks(String language) throws IOException {
        var document = Files.readString(Path.of("..", "docs", "proxies.md"));
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(document)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** The block with this test's own names; each of the document's must stand there. */
    private static String replaced(String block, int port, TlsFiles tls, URI server) {
        var text = block;
        var host = text.contains("cloud.example") ? "cloud.example" : "example.org";
        var names = Map.of(
                "/etc/ssl/" + host + "/fullchain.pem",
                tls.certificate().toString(),
                "/etc/ssl/" + host + "/privkey.pem",
                tls.key().toString(),
                "127.0.0.1:8080",
                server.getAuthority());
        for (var name : names.entrySet()) {
            if (!text.contains(name.getKey())) {
                throw new AssertionError("the block does not hold " + name.getKey() + ": " + block);
            }
            text = text.replace(name.getKey(), name.getValue());
        }
        return text.replace("listen 443 ", "listen 127.0.0.1:" + port + " ")
                .replace("*:443>", "*:" + port + ">")
                .replace(host, "localhost");
    }

    private void awaitListening(int port) throws IOException, InterruptedException {
        for (int i = 0; i < TRIES_MAX; i++) {
            if (process.waitFor(TRY_MILLIS, TimeUnit.MILLISECONDS)) {
                break;
            }
            try (var connected = new Socket(InetAddress.getLoopbackAddress(), port)) {
                if (connected.isConnected()) {
                    return;
                }
            } catch (IOException _) {
                // Not yet.
            }
        }
        close();
        throw new AssertionError("the proxy did not start:\n" + Files.readString(log) + errors());
    }

    private String errors() throws IOException {
        var errors = log.resolveSibling("error.log");
        return Files.exists(errors) ? Files.readString(errors) : "";
    }

    /** The requests so far, such as {@code HTTP/2.0 PROPFIND /remote.php/dav/files/admin/}. */
    List<String> requests() throws IOException {
        return Files.readAllLines(accessLog);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
