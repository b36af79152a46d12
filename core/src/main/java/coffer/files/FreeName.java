package coffer.files;

import coffer.base.FileName;
import coffer.db.Session;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/**
 * A name that is free in a collection, for what comes back to a place that is taken: {@code a (restored).txt}, then {@code a (restored 2).txt},
 * as stock servers call it.
 */
final class FreeName {
    /** After so many taken names the file's id tells it from all others. */
    private static final int TRIES_MAX = 1_000;

    private FreeName() {}

    /** The name itself when it is free. */
    static FileName in(Session session, long collection, FileName wanted, Node node) throws SQLException {
        Taken taken = name -> Nodes.member(session, collection, name.value()).isPresent();
        if (!taken.is(wanted)) {
            return wanted;
        }
        FileName restored = with(wanted, " (restored)");
        return taken.is(restored) ? numbered(wanted, " (restored ", node.id().value(), taken) : restored;
    }

    /** The name itself when it is free, or {@code a (2).txt}, {@code a (3).txt} …: what several have received under one name. */
    static FileName among(FileName wanted, long id, Taken taken) throws SQLException {
        return taken.is(wanted) ? numbered(wanted, " (", id, taken) : wanted;
    }

    /** Which names are not free. */
    interface Taken {
        boolean is(FileName name) throws SQLException;
    }

    /** @param id tells it from all others when too many names are taken */
    private static FileName numbered(FileName wanted, String mark, long id, Taken taken) throws SQLException {
        for (int i = 2; i <= TRIES_MAX; i++) {
            FileName name = with(wanted, mark + i + ")");
            if (!taken.is(name)) {
                return name;
            }
        }
        return with(wanted, mark + id + ")");
    }

    /** Before the extension; of a name that would become too long the end before that is cut. */
    static FileName with(FileName name, String mark) {
        String text = name.value();
        int dot = text.lastIndexOf('.');
        // A name that begins with its only dot has no extension, and a long one is none.
        boolean extended = dot > 0 && bytes(text.substring(dot)) <= FileName.BYTES_MAX / 2;
        String stem = extended ? text.substring(0, dot) : text;
        String extension = extended ? text.substring(dot) : "";
        while (bytes(stem) + bytes(mark) + bytes(extension) > FileName.BYTES_MAX) {
            stem = stem.substring(0, stem.offsetByCodePoints(stem.length(), -1));
        }
        return FileName.of(stem + mark + extension);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
