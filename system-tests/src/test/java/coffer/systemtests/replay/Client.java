package coffer.systemtests.replay;

import java.util.Arrays;

/** Who was recorded. */
enum Client {
    /** The sync engine of the desktop client, of either version. */
    DESKTOP("nextcloudcmd-"),
    RCLONE("rclone-"),
    DAVFS("davfs2-"),
    CADAVER("cadaver-"),
    LITMUS("litmus-"),
    /** Requests made by hand with the desktop client's user agent: they stand for what the apps of Android and iOS ask too. */
    CURL("curl-");

    private final String folder;

    Client(String folder) {
        this.folder = folder;
    }

    static Client of(String session) {
        return Arrays.stream(values())
                .filter(client -> session.startsWith(client.folder))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("nobody's session: " + session));
    }
}
