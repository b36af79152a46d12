package coffer.shares;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.db.Database;
import coffer.db.TestDatabase;
import coffer.files.Homes;
import coffer.files.Refusal;
import coffer.files.TreeKit;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Two processes with one database: what the other one shares is seen a second later at most, and what it ends is no way in at once. */
final class OtherProcessPostgresTest extends SharesKit {
    private final TestDatabase shared = TestDatabase.postgres();

    @Override
    protected TestDatabase testDatabase() {
        return shared;
    }

    @Test
    void whatTheOtherHasSharedIsSeenASecondLater() {
        tree.mkdir(anna, "Docs");
        try (Database second = shared.open()) {
            Homes others = new Homes(tree.files, new ReceivedShares(tree.events, clock), clock);
            Shares elsewhere = new Shares(second, others, tree.events, clock);
            assertThat(sees(ben, "Docs")).isFalse();
            var made = ((ShareResult.Done) elsewhere.create(anna, TreeKit.path("Docs"), with("ben", 31))).share();

            clock.turn(Duration.ofMillis(999));
            assertThat(sees(ben, "Docs")).isFalse();
            clock.turn(Duration.ofMillis(1));
            assertThat(sees(ben, "Docs")).isTrue();

            assertThat(entry(ben, "Docs").mountRoot())
                    .as("it has its place now")
                    .isTrue();

            elsewhere.end(anna, made.share().id());
            var spot = at(ben, "Docs/a.txt");
            assertThat(spot.mount()).isNotNull();
            assertThat(tree.write(spot.view(), "a.txt", "late")).isInstanceOf(Refusal.NotAllowed.class);
            clock.turn(Duration.ofSeconds(1));
            assertThat(sees(ben, "Docs")).isFalse();
        }
    }
}
