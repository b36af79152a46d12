package coffer.bench.servers;

import coffer.bench.load.Target;
import coffer.bench.process.ProcessTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Apache with {@code mod_dav_fs}: plain files, no authentication, no sync. */
public final class Apache implements Server {

    private static final List<String> MODULES =
            List.of("mpm_event", "authn_core", "authz_core", "mime", "dav", "dav_fs", "setenvif");

    private final Path home;
    private final int port;
    private final Process process;

    private Apache(Path home, int port, Process process) {
        this.home = home;
        this.port = port;
        this.process = process;
    }

    /** Starts it in an empty directory. */
    public static Apache start(Path home) throws IOException {
        var program = Programs.find("apache2", "apache2");
        Files.createDirectories(home.resolve("files"));
        Files.createDirectories(home.resolve("locks"));
        if (Programs.isRoot()) {
            Programs.run(List.of("chown", "-R", "www-data:www-data", home.toString()));
        }
        var port = Programs.freePort();
        var modules = MODULES.stream()
                .map(name -> "LoadModule " + name + "_module /usr/lib/apache2/modules/mod_" + name + ".so")
                .collect(Collectors.joining("\n"));
        var file = Files.writeString(home.resolve("configuration"), configuration(modules, home, port));
        var log = home.resolve("output");
        var process = Programs.start(List.of(program.toString(), "-DFOREGROUND", "-f", file.toString()), Map.of(), log);
        var apache = new Apache(home, port, process);
        Programs.awaitAnswer(apache.target(), process, log);
        return apache;
    }

    private static String configuration(String modules, Path home, int port) {
        return """
            %1$s
            ServerRoot %2$s
            ServerName localhost
            DefaultRuntimeDir %2$s
            PidFile %2$s/pid
            Mutex file:%2$s
            ErrorLog %2$s/error.log
            TypesConfig /etc/mime.types
            User www-data
            Group www-data
            Listen 127.0.0.1:%3$d
            MaxKeepAliveRequests 0
            KeepAliveTimeout 60
            LimitRequestBody 0
            DavLockDB %2$s/locks/db
            DocumentRoot %2$s/files
            <Directory %2$s/files>
                Require all granted
                Dav On
            </Directory>
            """.formatted(modules, home, port);
    }

    @Override
    public Kind kind() {
        return Kind.APACHE;
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
