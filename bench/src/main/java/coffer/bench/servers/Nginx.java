package coffer.bench.servers;

import coffer.bench.load.Target;
import coffer.bench.process.ProcessTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * nginx with its DAV module, and the separate module that adds PROPFIND: plain files, no authentication, no sync. One worker for each
 * processor, as Debian configures it.
 */
public final class Nginx implements Server {

    private static final Path PROPFIND = Path.of("/usr/lib/nginx/modules/ngx_http_dav_ext_module.so");

    private final Path home;
    private final int port;
    private final Process process;

    private Nginx(Path home, int port, Process process) {
        this.home = home;
        this.port = port;
        this.process = process;
    }

    /** Starts it in an empty directory. */
    public static Nginx start(Path home) throws IOException {
        var program = Programs.find("nginx", "nginx-light");
        if (!Files.exists(PROPFIND)) {
            throw new IOException(PROPFIND + " is missing (Debian: apt-get install libnginx-mod-http-dav-ext)");
        }
        Files.createDirectories(home.resolve("files"));
        var port = Programs.freePort();
        var user = Programs.isRoot() ? "user root root;" : "";
        var file = Files.writeString(home.resolve("configuration"), configuration(user, home, port));
        var log = home.resolve("output");
        var command =
                List.of(program.toString(), "-e", home + "/error.log", "-p", home.toString(), "-c", file.toString());
        var nginx = new Nginx(home, port, Programs.start(command, Map.of(), log));
        Programs.awaitAnswer(nginx.target(), nginx.process, log);
        return nginx;
    }

    private static String configuration(String user, Path home, int port) {
        return """
            load_module %1$s;
            %2$s
            daemon off;
            worker_processes auto;
            pid %3$s/pid;
            events { worker_connections 1024; }
            http {
                access_log off;
                sendfile on;
                tcp_nopush on;
                keepalive_requests 1000000000;
                client_max_body_size 0;
                client_body_temp_path %3$s/files.incoming;
                proxy_temp_path %3$s/t2;
                fastcgi_temp_path %3$s/t3;
                uwsgi_temp_path %3$s/t4;
                scgi_temp_path %3$s/t5;
                server {
                    listen 127.0.0.1:%4$d;
                    root %3$s/files;
                    location / {
                        dav_methods PUT DELETE MKCOL COPY MOVE;
                        dav_ext_methods PROPFIND OPTIONS;
                    }
                }
            }
            """.formatted(PROPFIND, user, home, port);
    }

    @Override
    public Kind kind() {
        return Kind.NGINX;
    }

    @Override
    public Target target() {
        return Target.open("127.0.0.1", port, "");
    }

    @Override
    public Optional<Path> plainFiles() {
        return Optional.of(home.resolve("files"));
    }

    @Override
    public ProcessTree processes() {
        return ProcessTree.of(process.pid());
    }

    @Override
    public void close() throws IOException {
        Programs.stop(process);
    }
}
