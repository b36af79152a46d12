package coffer.systemtests.clients;

import coffer.systemtests.DavClient;
import coffer.systemtests.OcsCalls;
import coffer.systemtests.ServerProcess;
import coffer.testkit.RealProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;

/** A started server with an account whose folders the stock command-line sync client synchronises, each as on a computer of its own. */
final class SyncedAccount implements AutoCloseable {

    static final String USER = "anna";

    private static final RealProgram CLIENT = new RealProgram("nextcloudcmd", "nextcloud-desktop-cmd");
    private static final Duration TIMEOUT = Duration.ofMinutes(10);
    private static final String PASSWORD = "password-of-anna";
    /** The client's own files in the folder that it synchronises. */
    private static final List<String> JOURNALS =
            List.of(".sync_", "._sync_", ".owncloudsync.log", ".nextcloudsync.log");

    private final Path home;
    private ServerProcess server;
    private final String password;
    private final RequestRecorder recorder;
    private DavClient dav;

    private SyncedAccount(Path home, ServerProcess server) throws IOException {
        this.home = home;
        this.server = server;
        try (var admin = server.admin()) {
            OcsCalls.createUser(admin, USER, PASSWORD);
        }
        this.password = OcsCalls.appPassword(server.address(), USER, PASSWORD);
        this.recorder = new RequestRecorder(server.address());
        this.dav = new DavClient(server.address(), USER, password);
    }

    /** @param home where the server and the clients keep what they need */
    static SyncedAccount start(Path home, String... serveOptions) throws IOException {
        var settings = ServerProcess.Settings.in(home.resolve("data")).withServeOptions(serveOptions);
        return new SyncedAccount(home, ServerProcess.start(settings));
    }

    /** Makes a backup while the server runs. */
    void backUp(Path place) throws IOException, InterruptedException {
        done(ServerProcess.command(
                ServerProcess.Settings.in(home.resolve("data")), "backup", "--to", place.toString()));
    }

    /** Loses the server and puts the backup into its place; clients see the same address. */
    void restore(Path place) throws IOException, InterruptedException {
        server.kill();
        var restored = ServerProcess.Settings.in(home.resolve("restored"));
        var rootKey = home.resolve("data/keys/root.key").toString();
        done(ServerProcess.command(restored, "restore", "--from", place.toString(), "--root-key", rootKey));
        server = ServerProcess.start(restored.withServeOptions("--root-key", rootKey));
        recorder.leadTo(server.address());
        dav.close();
        dav = new DavClient(server.address(), USER, password);
    }

    private static void done(ServerProcess.Ended ended) {
        if (ended.status() != 0) {
            throw new AssertionError(ended.output());
        }
    }

    /** A program of somebody else, who is made for this. The caller closes it. */
    DavClient somebodyElse(String user) throws IOException {
        try (var admin = server.admin()) {
            OcsCalls.createUser(admin, user, PASSWORD);
        }
        return new DavClient(server.address(), user, OcsCalls.appPassword(server.address(), user, PASSWORD));
    }

    /** Another program of the same account, whose requests are not recorded. */
    DavClient dav() {
        return dav;
    }

    /** An app password. */
    String password() {
        return password;
    }

    RequestRecorder recorder() {
        return recorder;
    }

    /** Runs the client once on a folder and returns the requests that it made. */
    List<String> sync(Path folder) throws IOException, InterruptedException {
        recorder.take();
        run(folder).succeeded();
        return recorder.take();
    }

    /** Runs the client once on a folder, however that ends. */
    ProgramRun run(Path folder) throws IOException, InterruptedException {
        return ProgramRun.of(CLIENT, home.resolve("home of " + folder.getFileName()), TIMEOUT)
                .with("QT_QPA_PLATFORM", "offscreen")
                .run(
                        "-h",
                        "--non-interactive",
                        "-u",
                        USER,
                        "-p",
                        password,
                        folder.toString(),
                        recorder.address().toString());
    }

    /** What lies in a folder but for the client's own files. */
    static SortedMap<String, OddTree.Found> read(Path folder) throws IOException {
        return OddTree.read(folder, JOURNALS);
    }

    @Override
    public void close() throws IOException {
        dav.close();
        recorder.close();
        server.close();
    }
}
