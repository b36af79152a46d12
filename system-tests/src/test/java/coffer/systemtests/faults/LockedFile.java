package coffer.systemtests.faults;

import coffer.systemtests.DavClient;
import coffer.systemtests.DavClient.Answer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A file that a {@link Writer} locks, changes a few times under its lock, and unlocks. Nothing else happens to it meanwhile. */
final class LockedFile {

    private static final Pattern TOKEN = Pattern.compile("opaquelocktoken:[0-9a-f-]{36}");
    private static final String LOCK = """
            <?xml version="1.0"?>
            <d:lockinfo xmlns:d="DAV:"><d:lockscope><d:exclusive/></d:lockscope><d:locktype><d:write/></d:locktype>
            </d:lockinfo>""";

    final String path;
    private final String file;
    private int writes;
    private @Nullable String token;
    private boolean unlocking;

    /**
     * @param folder of the writer
     * @param path relative to it
     * @param writes how many there will be under the lock
     */
    LockedFile(String folder, String path, int writes) {
        this.path = path;
        this.file = folder + path;
        this.writes = writes;
    }

    boolean isLocked() {
        return token != null;
    }

    boolean isDone() {
        return writes == 0;
    }

    void lock(DavClient dav) throws IOException {
        var headers = Map.of("Depth", "0", "Timeout", "Second-3600", "Content-Type", "application/xml");
        var answer = dav.send("LOCK", dav.filesRoot() + file, headers, BodyPublishers.ofString(LOCK))
                .expect("LOCK of " + file, 200);
        var said = answer.header("Lock-Token").orElse("");
        token = said.substring(1, said.length() - 1);
    }

    /** Who does not name the lock changes nothing. */
    void writeWithoutToken(Content.Piece piece, DavClient dav) throws IOException {
        dav.put(file, piece.bytes()).expect("PUT without the token of the lock on " + file, 423);
    }

    Answer write(Content.Piece piece, DavClient dav) throws IOException {
        var answer = dav.put(file, piece.bytes(), Map.of("If", "(<" + token + ">)"))
                .expect("PUT with the token of the lock on " + file, 204);
        writes--;
        return answer;
    }

    void unlock(DavClient dav) throws IOException {
        unlocking = true;
        dav.send("UNLOCK", dav.filesRoot() + file, Map.of("Lock-Token", "<" + token + ">"), BodyPublishers.noBody())
                .expect("UNLOCK of " + file, 204);
    }

    /**
     * After a restart an acknowledged lock is still there; one that was under way is there, and taken over, or is not.
     *
     * @return whether the file was unlocked
     */
    boolean check(DavClient dav) throws IOException {
        var listed = dav.list(dav.filesRoot() + file, 0, "<d:lockdiscovery/>").getFirst();
        var locks = TOKEN.matcher(listed.property("lockdiscovery"));
        var seen = locks.find() ? locks.group() : null;
        if (token != null && !Objects.equals(seen, token) && !(unlocking && seen == null)) {
            throw new AssertionError("the lock " + token + " on " + file + " was acknowledged; there is " + listed);
        }
        boolean unlocked = unlocking && seen == null;
        token = seen;
        unlocking = false;
        return unlocked;
    }
}
