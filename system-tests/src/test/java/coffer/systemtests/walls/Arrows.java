package coffer.systemtests.walls;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The table of allowed arrows: which package may use which. A package without a row may not exist.
 *
 * <p>Names are below {@code coffer.}. An arrow that is missing is a decision, not an oversight: a need that points upward becomes a small
 * interface of the lower package, which the wiring fills. The protocols ({@code server.webdav}, {@code server.ocs}) do not see each other;
 * what two of them need belongs to the core or to {@code server.http}.
 */
final class Arrows {

    private static final Map<String, Set<String>> TABLE = new TreeMap<>();

    static {
        // Level 0 and 1: what everything stands on.
        row("base");
        row("db", "base");
        row("disk");
        row("keys", "base", "db", "disk");
        row("blobs", "base", "db", "disk", "keys");
        // All rows and all objects, whatever they mean.
        row("backup", "base", "db", "disk", "keys", "blobs");
        // The root key outside of its file: values and formats only.
        row("kits", "base", "keys");
        row("events", "base", "db");
        row("mail", "base", "db", "events");
        // Level 2 and 3: people, and the tree.
        // What a new password must be like; values and files only.
        row("passwords", "base");
        row("accounts", "base", "db", "events", "mail", "passwords");
        row("logins", "base", "db", "events", "accounts");
        row("avatars", "base", "db", "events", "accounts");
        row("files", "base", "db", "blobs", "events", "accounts");
        // Level 4: small features on the tree. None sees another.
        row("uploads", "base", "db", "blobs", "events", "accounts", "files");
        row("trash", "base", "db", "events", "accounts", "files");
        row("versions", "base", "db", "blobs", "events", "files");
        row("locks", "base", "db", "blobs", "events", "accounts", "files");
        row("shares", "base", "db", "events", "accounts", "files");
        // Level 5: readers of the event log.
        row("audit", "base", "db", "events");
        row("notices", "base", "db", "events", "accounts", "blobs", "mail");
        row("history", "base", "db", "events", "accounts", "files");

        // Adapters put libraries behind ports of the core. Only the wiring sees them.
        row("adapter.messages", "base", "mail");
        row("adapter.pkcs11", "base", "keys");
        row("adapter.kms", "base", "keys");
        row("adapter.s3", "base", "backup", "blobs", "keys", "disk");

        // The protocols translate. Only the wiring and the operator's commands see the whole core.
        row("server.http", "base", "events", "accounts", "logins");
        // A folder as one stream, and the library for archives.
        row("server.archive", "base", "blobs", "files");
        // Answers of their own in WebDAV: a full disk (507), whether content or rows found no room, and keys out of
        // reach (503).
        row(
                        "server.webdav",
                        "server.http",
                        "server.archive",
                        "base",
                        "blobs",
                        "events",
                        "accounts",
                        "files",
                        "uploads",
                        "locks",
                        "shares",
                        "trash",
                        "versions")
                .addAll(List.of("db.DatabaseFull", "disk.StorageFull", "keys.RootKeyAway"));
        row(
                "server.ocs",
                "server.http",
                "base",
                "events",
                "accounts",
                "avatars",
                "logins",
                "files",
                "locks",
                "history",
                "passwords",
                "shares");
        // The compiled templates of the pages.
        row("server.login.pages", "server.login");
        row("server.login", "server.http", "base", "events", "accounts", "logins");
        // Sheets to be printed, and the library for QR codes.
        row("server.kitpage", "kits");
        // Looks at the server from outside.
        row("server.doctor", "server.http");
        String[] core = {
            "base",
            "db",
            "disk",
            "keys",
            "blobs",
            "backup",
            "kits",
            "events",
            "mail",
            "passwords",
            "accounts",
            "avatars",
            "logins",
            "files",
            "uploads",
            "locks",
            "shares",
            "trash",
            "versions",
            "audit",
            "notices",
            "history"
        };
        row("server.operator", core).add("server.kitpage");
        row("server", core)
                .addAll(List.of(
                        "adapter.messages",
                        "adapter.pkcs11",
                        "adapter.kms",
                        "adapter.s3",
                        "server.http",
                        "server.archive",
                        "server.webdav",
                        "server.ocs",
                        "server.login",
                        "server.kitpage",
                        "server.doctor",
                        "server.operator"));
    }

    private Arrows() {}

    private static Set<String> row(String from, String... to) {
        var usable = new TreeSet<>(List.of(to));
        TABLE.put(from, usable);
        return usable;
    }

    /** Whether the table has a row for the package. */
    static boolean knows(String name) {
        return TABLE.containsKey(name);
    }

    /** Whether the package {@code from} may use a class; every package may use itself. */
    static boolean allows(String from, String toPackage, String toClass) {
        var usable = usableFrom(from);
        return from.equals(toPackage) || usable.contains(toPackage) || usable.contains(toPackage + "." + toClass);
    }

    /** The packages that have a row. */
    static Set<String> packages() {
        return TABLE.keySet();
    }

    /** What a package may use, without itself: packages, and single classes of others. */
    static Set<String> usableFrom(String name) {
        return TABLE.getOrDefault(name, Set.of());
    }
}
