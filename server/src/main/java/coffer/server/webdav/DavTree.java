package coffer.server.webdav;

import coffer.accounts.Account;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the paths of WebDAV mean to one account. Everything of somebody else, and everything that does not exist, is the
 * same empty answer.
 */
final class DavTree {

    /** Where the tree of all collections is rooted; {@code /remote/…} is an old spelling of the same. */
    static final List<List<String>> ROOTS = List.of(List.of("remote.php", "dav"), List.of("remote", "dav"));

    /** Where older clients find the files of whoever signed in. */
    static final List<List<String>> LEGACY_ROOTS = List.of(
            List.of("remote.php", "webdav"),
            List.of("remote", "webdav"),
            List.of("remote.php", "files"),
            List.of("remote", "files"));

    private static final String TRASH = "trashbin";
    private static final String VERSIONS = "versions";

    private DavTree() {}

    /** One place in the tree. */
    sealed interface Place {

        /**
         * A collection that only leads to others and never changes.
         *
         * @param names its path below the root of the tree
         * @param members the names of what is in it
         */
        record Signpost(List<String> root, List<String> names, List<String> members) implements Place {}

        /** The principal of the account (RFC 3744, section 2). */
        record Principal(List<String> root) implements Place {}

        /**
         * Something among the files of the account, there or not.
         *
         * @param root the whole path of the account's root, in decoded segments
         * @param names the path below it; may hold names that no file can have
         */
        record InFiles(List<String> root, List<String> names) implements Place {}

        /**
         * Something among the chunked uploads of the account, there or not.
         *
         * @param names empty for the collection of all uploads, one name for an upload, two for a chunk of it
         */
        record InUploads(List<String> root, List<String> names) implements Place {}

        /**
         * Something in the trash bin of the account, there or not.
         *
         * @param root the whole path of the collection of all that was removed
         * @param names the key of something that was removed, and the path below it; empty for the collection of all
         */
        record InTrash(List<String> root, List<String> names) implements Place {}

        /**
         * Something among the versions of the account's files, there or not.
         *
         * @param root the whole path of the collection of all files
         * @param names the id of a file and the revision of a version; empty for the collection of all files
         */
        record InVersions(List<String> root, List<String> names) implements Place {}

        /** Where MOVE leads to bring something back; under which name does not matter. */
        record Restoring(Kind kind) implements Place {
            enum Kind {
                TRASH,
                VERSIONS
            }
        }
    }

    /** What a whole path, in decoded segments, means to this account. */
    static Optional<Place> find(List<String> segments, Account account) {
        for (List<String> root : LEGACY_ROOTS) {
            if (startsWith(segments, root)) {
                return Optional.of(new Place.InFiles(root, rest(segments, root.size())));
            }
        }
        for (List<String> root : ROOTS) {
            if (startsWith(segments, root)) {
                return below(root, rest(segments, root.size()), segments, account.uid());
            }
        }
        return Optional.empty();
    }

    private static Optional<Place> below(List<String> root, List<String> names, List<String> whole, String uid) {
        return switch (names.isEmpty() ? "" : names.getFirst()) {
            case "" -> signpost(root, names, List.of("files", "principals", TRASH, "uploads", VERSIONS));
            case "files" ->
                names.size() == 1
                        ? signpost(root, names, List.of(uid))
                        : own(names.get(1), uid, new Place.InFiles(home(whole, root), rest(names, 2)));
            case "uploads" -> {
                if (names.size() == 1) {
                    yield signpost(root, names, List.of(uid));
                }
                // Uploads are two levels deep; what lies deeper cannot exist.
                yield names.size() > 4
                        ? Optional.empty()
                        : own(names.get(1), uid, new Place.InUploads(home(whole, root), rest(names, 2)));
            }
            case "principals" -> principals(root, names, uid);
            case TRASH ->
                kept(
                        root,
                        names,
                        uid,
                        "trash",
                        Place.Restoring.Kind.TRASH,
                        rest -> Optional.of(new Place.InTrash(whole.subList(0, root.size() + 3), rest)));
            case VERSIONS ->
                // A file and a version of it; what lies deeper cannot exist.
                kept(
                        root,
                        names,
                        uid,
                        VERSIONS,
                        Place.Restoring.Kind.VERSIONS,
                        rest -> rest.size() > 2
                                ? Optional.empty()
                                : Optional.of(new Place.InVersions(whole.subList(0, root.size() + 3), rest)));
            default -> Optional.empty();
        };
    }

    /** What was kept of an account's files: a collection of it, and one that leads back. */
    private static Optional<Place> kept(
            List<String> root,
            List<String> names,
            String uid,
            String all,
            Place.Restoring.Kind kind,
            Function<List<String>, Optional<Place>> inside) {
        if (names.size() == 1) {
            return signpost(root, names, List.of(uid));
        }
        if (!names.get(1).equals(uid)) {
            return Optional.empty();
        }
        if (names.size() == 2) {
            return signpost(root, names, List.of("restore", all));
        }
        if (names.get(2).equals("restore")) {
            return names.size() == 3
                    ? signpost(root, names, List.of())
                    : names.size() == 4 ? Optional.of(new Place.Restoring(kind)) : Optional.empty();
        }
        return names.get(2).equals(all) ? inside.apply(rest(names, 3)) : Optional.empty();
    }

    private static Optional<Place> principals(List<String> root, List<String> names, String uid) {
        return switch (names.size()) {
            case 1 -> signpost(root, names, List.of("users"));
            case 2 -> names.get(1).equals("users") ? signpost(root, names, List.of(uid)) : Optional.empty();
            case 3 ->
                names.get(1).equals("users") ? own(names.get(2), uid, new Place.Principal(root)) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<Place> signpost(List<String> root, List<String> names, List<String> members) {
        return Optional.of(new Place.Signpost(root, names, members));
    }

    private static Optional<Place> own(String named, String uid, Place place) {
        return named.equals(uid) ? Optional.of(place) : Optional.empty();
    }

    /** The path of a home: the root, the kind of tree, the user id. */
    private static List<String> home(List<String> whole, List<String> root) {
        return whole.subList(0, root.size() + 2);
    }

    private static boolean startsWith(List<String> segments, List<String> root) {
        return segments.size() >= root.size()
                && segments.subList(0, root.size()).equals(root);
    }

    private static List<String> rest(List<String> segments, int from) {
        return segments.subList(from, segments.size());
    }
}
