package coffer.systemtests.replay;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What is replayed, and what waits. */
final class Sessions {

    private static final List<String> DESKTOP = List.of(
            "01-first-upload",
            "02-no-change",
            "03-download-into-empty",
            "04-remote-change",
            "05-local-rename-file",
            "06-local-rename-folder",
            "07-local-delete-file",
            "08-local-delete-folder",
            "09-chunked-upload",
            "10-download-big",
            "11-conflict",
            "12-after-conflict",
            "13-twelve-small-files",
            "14-empty-file",
            "15-local-change",
            "16-remote-rename-and-delete");

    private static final List<String> OTHERS = List.of(
            "rclone-1.60.1/01-copy-up",
            "rclone-1.60.1/02-copy-up-again",
            "rclone-1.60.1/03-ls",
            "rclone-1.60.1/04-lsl-hash",
            "rclone-1.60.1/05-copy-down",
            "rclone-1.60.1/06-moveto-file",
            "rclone-1.60.1/07-moveto-folder",
            "rclone-1.60.1/08-server-copy",
            "rclone-1.60.1/09-delete-file",
            "rclone-1.60.1/10-purge",
            "rclone-1.60.1/11-about",
            "rclone-1.60.1/12-big-upload",
            "rclone-1.60.1/13-rcat-unknown-size",
            "davfs2-1.6.1/01-mount-write-unmount",
            "cadaver-0.24/01-put-get",
            "cadaver-0.24/02-ls",
            "cadaver-0.24/03-lock-unlock",
            "cadaver-0.24/04-propset-propget",
            "cadaver-0.24/05-move-copy-delete",
            "cadaver-0.24/06-edit-conditional",
            "litmus-0.13/01-props",
            "litmus-0.13/02-copymove",
            "litmus-0.13/03-locks",
            "curl-7.88.1/01-status-capabilities",
            "curl-7.88.1/02-login-flow-v2",
            "curl-7.88.1/03-app-password",
            "curl-7.88.1/04-user",
            "curl-7.88.1/11-trashbin",
            "curl-7.88.1/12-versions",
            "curl-7.88.1/16-bulk-upload",
            "curl-7.88.1/17-chunked-upload-v2",
            "curl-7.88.1/18-lock",
            "curl-7.88.1/22-conditional-and-ranges",
            "curl-7.88.1/23-checksum-and-same-second-writes");

    /**
     * A session of which only some requests are sent.
     *
     * @param numbers those that are
     * @param feature what the others wait for
     */
    private record Part(Set<String> numbers, String feature) {}

    /** Sessions of which only a part is sent, with what the rest waits for. Delete a line to switch the rest on. */
    private static final Map<String, Part> PARTS = Map.of(
            "curl-7.88.1/11-trashbin", new Part(Set.of("001", "002"), "trash"),
            "curl-7.88.1/12-versions", new Part(Set.of("001"), "versions"));

    private Sessions() {}

    /** Every session whose recording is here; each is replayed. */
    static List<String> all() {
        return Stream.concat(
                        Stream.of("nextcloudcmd-3.7.3/", "nextcloudcmd-3.16.7/")
                                .flatMap(client -> DESKTOP.stream().map(client::concat)),
                        OTHERS.stream())
                .toList();
    }

    /** A request whose client hung up before it was answered has nothing to compare, and pages are a person's affair. */
    static boolean isSent(String session, Exchange exchange) {
        var part = PARTS.get(session);
        boolean waits = part != null && !part.numbers().contains(exchange.number());
        return !waits && exchange.answer().isPresent() && Asked.of(exchange) != Asked.PAGE;
    }
}
