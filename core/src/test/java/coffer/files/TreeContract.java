package coffer.files;

import coffer.db.StoreContract;
import coffer.testkit.TurnedClock;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What contracts of the tree start from: an empty home of account 1, a clock that stands, and checks at the end. */
abstract class TreeContract extends StoreContract {
    static final Instant START = Instant.parse("2026-11-20T09:10:11.123456Z");

    TurnedClock clock;
    TreeKit kit;
    Files files;
    View anna;

    @BeforeEach
    void makeTree() {
        clock = new TurnedClock(START);
        kit = new TreeKit(database, directory, clock, guard());
        files = kit.files;
        anna = kit.home(1);
    }

    /** Overridden where locks take part. */
    WriteGuard guard() {
        return WriteGuard.NONE;
    }

    @AfterEach
    void theTreeIsInOrder() {
        TreeInvariants.check(database);
    }
}
