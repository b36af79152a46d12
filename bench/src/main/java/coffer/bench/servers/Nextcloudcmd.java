package coffer.bench.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The stock sync client without a window, with a home of its own: settings of whoever measures would change what it does. */
public final class Nextcloudcmd {

    private final Path home;

    public Nextcloudcmd(Path home) {
        this.home = home;
    }

    /** Makes a folder here and one below the login's folder the same; fails with what the client printed if it fails. */
    public void sync(Login login, String remote, Path folder) throws IOException {
        Files.createDirectories(home);
        var program = Programs.find("nextcloudcmd", "nextcloud-desktop-cmd");
        var command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of("-h", "--trust", "--non-interactive", "-u", login.user(), "-p", login.password()));
        command.addAll(List.of("--path", login.folder() + remote, folder.toString(), login.address()));
        Programs.run(
                command,
                Map.of("HOME", home.toString(), "QT_QPA_PLATFORM", "offscreen", "LC_ALL", "C.UTF-8", "no_proxy", "*"));
    }
}
