package coffer.systemtests.faults;

import coffer.systemtests.DavClient;
import coffer.systemtests.DavClient.Answer;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Writer} knows: what was acknowledged, and which single thing was under way. What the server may hold of it after a restart
 * are exactly two states.
 */
final class Ledger {

    private final String folder;

    private State acknowledged = State.EMPTY;
    private State underWay = State.EMPTY;
    private String doing = "nothing";
    private boolean changed;
    private @Nullable String etagBefore;

    Ledger(String folder) {
        this.folder = folder;
    }

    State acknowledged() {
        return acknowledged;
    }

    String doing() {
        return doing;
    }

    /** Something that changes nothing that is compared here. */
    void begin(String what) {
        begin(what, acknowledged);
    }

    void begin(String what, State after) {
        doing = what;
        underWay = after;
    }

    /** The server has said yes. */
    void done() {
        changed |= !underWay.tree().equals(acknowledged.tree());
        acknowledged = underWay;
    }

    /** The server has said yes, and which entity tag the file has now. */
    void done(String path, Answer answer) {
        underWay = underWay.withEtag(path, answer.header("etag").orElse(null));
        done();
    }

    /**
     * Compares what the server holds with what was acknowledged, throws at the first difference, and adopts what is there.
     *
     * @return whether the step that was under way turned out to be done
     */
    boolean check(DavClient dav) throws IOException {
        var seen = SeenTree.read(dav, folder);
        var bin = SeenBin.read(dav, folder);
        var before = difference(seen, bin, acknowledged);
        var after = underWay.equals(acknowledged) ? before : difference(seen, bin, underWay);
        if (before.isPresent() && after.isPresent()) {
            throw new AssertionError("""
                    %s is neither what was acknowledged nor what was under way.
                    under way: %s
                    against what was acknowledged: %s
                    against what was under way: %s""".formatted(folder, doing, before.get(), after.get()));
        }
        boolean tookPlace = before.isPresent();
        if (tookPlace) {
            done();
        }
        checkEtag(seen);
        acknowledged = new State(seen.withEtags(acknowledged.tree()), acknowledged.bin());
        underWay = acknowledged;
        etagBefore = seen.etag();
        changed = false;
        return tookPlace;
    }

    private static Optional<String> difference(SeenTree seen, SeenBin bin, State expected) {
        return seen.differenceTo(expected.tree()).or(() -> bin.differenceTo(expected.bin()));
    }

    /** A folder's entity tag changes exactly when something below it does: otherwise no client would ever look again. */
    private void checkEtag(SeenTree seen) {
        if (etagBefore != null && etagBefore.equals(seen.etag()) == changed) {
            throw new AssertionError(folder + (changed ? " has changed and kept" : " has not changed but lost")
                    + " its entity tag; last: " + doing);
        }
    }
}
