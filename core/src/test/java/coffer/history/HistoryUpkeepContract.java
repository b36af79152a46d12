package coffer.history;

import static coffer.files.TreeKit.path;
import static org.assertj.core.api.Assertions.assertThat;

import coffer.accounts.Account;
import coffer.base.FileId;
import coffer.db.Partition;
import coffer.events.BackgroundLoop.Next;
import coffer.events.Cursor;
import coffer.events.Event;
import coffer.events.EventLog;
import coffer.events.LoggedEvent;
import coffer.events.Outcome;
import coffer.files.Conditions;
import coffer.files.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What keeps histories small: the oldest acts of a file go, and all of a file that is gone. */
abstract class HistoryUpkeepContract extends HistoryKit {
    private static final int ACTS_MAX = 5;
    private static final int SWEEP_ROWS = 3;

    @BeforeEach
    void boundThemTightly() {
        history = new History(database, events, appPasswords, ACTS_MAX, SWEEP_ROWS);
    }

    @Test
    void theOldestActsGoWhenThereAreTooMany() {
        FileId file = tree.put(home, "a.txt", "").id();
        for (int i = 1; i < ACTS_MAX; i++) {
            tree.put(home, "a.txt", "x".repeat(i));
        }
        FileId other = tree.put(home, "b.txt", "1").id();
        read();
        assertThat(acts(file)).hasSize(ACTS_MAX).last().isEqualTo("created >/a.txt >0");
        tree.put(home, "a.txt", "x".repeat(ACTS_MAX));
        read();
        assertThat(acts(file)).hasSize(ACTS_MAX).last().isEqualTo("changed /a.txt>/a.txt 0>1");
        for (int i = 0; i < 3 * ACTS_MAX; i++) {
            tree.put(home, "a.txt", "x".repeat(i));
        }
        read();
        assertThat(acts(file)).hasSize(ACTS_MAX).first().isEqualTo("changed /a.txt>/a.txt 13>14");
        assertThat(acts(other)).hasSize(1);
        assertCountsAreRight();
    }

    @Test
    void theBoundOfTheServerIsTenThousand() {
        assertThat(History.ACTS_MAX).isEqualTo(10_000);
    }

    @Test
    void nothingIsLeftOfAFileThatIsGone() {
        FileId stays = tree.put(home, "stays.txt", "1").id();
        tree.put(home, "goes.txt", "1");
        tree.put(home, "goes.txt", "2");
        read();
        tree.files.remove(home, path("goes.txt"), Conditions.NONE);
        read();
        assertThat(rows("file_act")).isEqualTo(4);
        sweep();
        assertThat(rows("file_act")).isEqualTo(1);
        assertThat(rows("file_history")).isEqualTo(1);
        assertThat(acts(stays)).hasSize(1);
    }

    /** As in a trash bin: nobody sees it, but it could come back. */
    @Test
    void whatIsOutOfReachButThereKeepsItsHistory() {
        tree.mkdir(home, "folder");
        tree.put(home, "folder/a.txt", "1");
        tree.files.remove(home, path("folder"), Conditions.NONE);
        read();
        sweep();
        assertThat(rows("file_act")).isEqualTo(3);
        tree.sweepAll();
        sweep();
        assertThat(rows("file_act")).isZero();
        assertThat(rows("file_history")).isZero();
    }

    @Test
    void anEventThatIsReadAfterItsFileHasGoneIsSweptByTheNextWalk() {
        tree.put(home, "a.txt", "1");
        tree.files.remove(home, path("a.txt"), Conditions.NONE);
        sweep();
        read();
        assertThat(rows("file_act")).isEqualTo(2);
        sweep();
        assertThat(rows("file_act")).isZero();
    }

    @Test
    void oneTransactionRemovesFewRowsAndTheWalkGoesOnWhereItWas() {
        for (int i = 0; i < 3; i++) {
            for (int times = 0; times < ACTS_MAX; times++) {
                tree.put(home, i + ".txt", "x".repeat(times));
            }
        }
        FileId stays = tree.put(home, "9.txt", "1").id();
        for (int i = 0; i < 3; i++) {
            tree.files.remove(home, path(i + ".txt"), Conditions.NONE);
        }
        read();
        long left = rows("file_act");
        int runs = 0;
        while (history.sweep() == Next.AGAIN) {
            assertThat(left - rows("file_act")).isBetween(0L, (long) SWEEP_ROWS);
            left = rows("file_act");
            assertThat(++runs).isLessThan(50);
        }
        assertThat(acts(stays)).hasSize(1);
        assertThat(rows("file_act")).isEqualTo(1);
        assertThat(rows("file_history")).isEqualTo(1);
    }

    @Test
    void moreFilesThanOneLookHoldsAreAllLookedAt() {
        List<HistoryRows.Row> made = new ArrayList<>();
        FileId stays = tree.put(home, "a.txt", "1").id();
        read();
        HistoryEntry entry = page(stays).entries().getFirst();
        for (int i = 0; i <= HistorySweeper.FILES_MAX; i++) {
            made.add(new HistoryRows.Row(new FileId(1_000_000_000L + i), entry, "anna"));
        }
        database.write(Partition.GENERAL, tx -> {
            HistoryRows.add(tx, made, ACTS_MAX);
            return true;
        });
        assertThat(rows("file_history")).isEqualTo(HistorySweeper.FILES_MAX + 2);
        sweep();
        assertThat(rows("file_history")).isEqualTo(1);
        assertThat(acts(stays)).hasSize(1);
    }

    @Test
    void anAccountTakesTheHistoryOfItsFilesAndStaysNamedInThoseOfOthers() {
        Account ben = account("ben");
        View bens = homeOf(ben, null, "");
        tree.put(bens, "bens.txt", "1");
        View benAtAnnas =
                new View(bens.actor(), home.space(), home.root(), home.owner(), home.ownerUid(), home.rights());
        FileId annas = tree.put(benAtAnnas, "annas.txt", "1").id();
        read();
        accounts.accounts().delete(OPERATOR, "ben");
        tree.files.spaces().remove(ben.id());
        tree.sweepAll();
        read();
        sweep();
        assertThat(page(annas).entries())
                .singleElement()
                .extracting(HistoryEntry::uid)
                .isEqualTo("ben");
        assertThat(rows("file_history")).isEqualTo(1);
    }

    /** Whatever is written, read again, trimmed and swept: each list is what the events say, cut to its bound. */
    @Test
    void aHistoryIsWhatTheEventsSayHoweverTheReaderIsInterrupted() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 120; i++) {
            String name = random.nextInt(4) + ".txt";
            switch (random.nextInt(10)) {
                case 0 -> tree.files.remove(home, path(name), Conditions.NONE);
                case 1 -> tree.files.move(home, path(name), path(random.nextInt(4) + ".txt"), true, Conditions.NONE);
                case 2 ->
                    tree.files.copy(home, path(name), path(random.nextInt(4) + ".txt"), true, true, Conditions.NONE);
                case 3 -> history.read();
                case 4 -> new History(database, events, appPasswords, ACTS_MAX, SWEEP_ROWS).read();
                case 5 -> history.sweep();
                default -> tree.put(home, name, "x".repeat(random.nextInt(9)));
            }
        }
        read();
        sweep();
        Map<FileId, List<String>> expected = expected();
        for (int i = 0; i < 4; i++) {
            String name = i + ".txt";
            if (tree.exists(home, name)) {
                FileId file = tree.entry(home, name).id();
                assertThat(acts(file))
                        .as("%s with seed %s", name, seed)
                        .isEqualTo(expected.getOrDefault(file, List.of()).stream()
                                .limit(ACTS_MAX)
                                .toList());
            }
        }
        assertThat(rows("file_history"))
                .as("seed %s", seed)
                .isEqualTo(tree.names(home, "").size());
        assertCountsAreRight();
    }

    private Map<FileId, List<String>> expected() {
        Map<FileId, List<String>> expected = new HashMap<>();
        Cursor at = Cursor.START;
        List<LoggedEvent> read = events.after(at, EventLog.READ_MAX);
        while (!read.isEmpty()) {
            for (LoggedEvent logged : read) {
                Event event = logged.event().orElseThrow();
                if (event.outcome() != Outcome.OK) {
                    continue;
                }
                ActTable.told(event).forEach(told -> expected.computeIfAbsent(told.file(), _ -> new ArrayList<>())
                        .addFirst(text(new HistoryEntry(
                                logged.at(),
                                logged.time(),
                                told.act(),
                                home.actor().kind(),
                                "",
                                Device.UNKNOWN,
                                told.pathBefore(),
                                told.pathAfter(),
                                told.sizeBeforeBytes(),
                                told.sizeAfterBytes()))));
            }
            at = read.getLast().at();
            read = events.after(at, EventLog.READ_MAX);
        }
        return expected;
    }

    private void assertCountsAreRight() {
        assertThat(numbers("""
                SELECT h.file_id
                  FROM file_history AS h
                 WHERE h.acts <> (SELECT COUNT(*) FROM file_act AS a WHERE a.file_id = h.file_id)
                """)).isEmpty();
        assertThat(numbers("""
                SELECT a.file_id
                  FROM file_act AS a
                 WHERE NOT EXISTS (SELECT 1 FROM file_history AS h WHERE h.file_id = a.file_id)
                """)).isEmpty();
    }

    /** One walk through all files, from the beginning. */
    private void sweep() {
        int runs = 0;
        // A walk that was begun before ends first.
        for (int walk = 0; walk < 2; walk++) {
            while (history.sweep() == Next.AGAIN) {
                assertThat(++runs).isLessThan(1_000);
            }
        }
    }
}
