package coffer.systemtests.golden;

import coffer.systemtests.OcsCalls;
import coffer.systemtests.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;

/** Makes a golden data directory; {@code resources/golden/README.md} says when and how. */
public final class GoldenMaker {

    private GoldenMaker() {}

    /** @param args the directory to make */
    public static void main(String[] args) throws Exception {
        var settings = ServerProcess.Settings.in(Path.of(args[0]).toAbsolutePath());
        try (var server = ServerProcess.start(settings)) {
            try (var admin = server.admin()) {
                OcsCalls.createUser(admin, GoldenFiles.USER, GoldenFiles.PASSWORD);
            }
            try (var dav = new coffer.systemtests.DavClient(server.address(), GoldenFiles.USER, GoldenFiles.PASSWORD)) {
                GoldenFiles.store(dav);
                operate(settings, "storage", "rotate", "--root");
                operate(settings, "storage", "rotate", "--space", GoldenFiles.USER);
                GoldenFiles.storeUnderNewKeys(dav);
            }
            server.stop();
        }
        try (var server = ServerProcess.start(settings.withServeOptions("--sealing", "off"))) {
            try (var dav = new coffer.systemtests.DavClient(server.address(), GoldenFiles.USER, GoldenFiles.PASSWORD)) {
                GoldenFiles.storePlain(dav);
            }
            server.stop();
        }
    }

    private static void operate(ServerProcess.Settings settings, String... words)
            throws IOException, InterruptedException {
        var ended = ServerProcess.command(settings, words);
        if (ended.status() != 0) {
            throw new IllegalStateException(ended.output());
        }
    }
}
