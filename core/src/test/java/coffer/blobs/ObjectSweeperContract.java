package coffer.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.ObjectId;
import coffer.db.Partition;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Dead objects go, in time and in order; nothing that anybody names does. A table of names plays the features. */
abstract class ObjectSweeperContract extends BlobsContract {
    private static final Duration GRACE = Duration.ofDays(1);
    private static final Duration ORPHAN = Duration.ofDays(2);
    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final SweepReport NOTHING = new SweepReport(0, 0, 0, 0, 0, 0, 0);

    private ObjectSweeper sweeper;

    @BeforeEach
    final void openSweeper() {
        makeNames();
        sweeper = sweeper(64);
    }

    @Test
    void whatIsNamedStaysForEver() {
        ObjectId small = store(content(1, SMALL));
        ObjectId large = store(content(2, LARGE));
        name(small, large);

        for (int day = 0; day < 10; day++) {
            assertThat(sweeper.sweep()).isEqualTo(NOTHING);
            clock.turn(Duration.ofDays(1));
        }
        assertThat(read(small)).isEqualTo(content(1, SMALL));
        assertThat(read(large)).isEqualTo(content(2, LARGE));
    }

    @Test
    void whatNothingNamesIsCondemnedAndGoesAfterTheGrace() {
        ObjectId small = store(content(1, SMALL));
        ObjectId large = store(content(2, LARGE));

        assertThat(sweeper.sweep().condemned()).isEqualTo(2);
        clock.turn(GRACE.minus(MOMENT));
        assertThat(sweeper.sweep()).isEqualTo(NOTHING);
        assertThat(read(small)).as("readable during its grace").isEqualTo(content(1, SMALL));
        assertThat(read(large)).isEqualTo(content(2, LARGE));

        clock.turn(MOMENT);
        assertThat(sweeper.sweep().removed()).isEqualTo(2);
        assertThatThrownBy(() -> objects.open(small)).isInstanceOf(ObjectMissing.class);
        assertThatThrownBy(() -> objects.open(large)).isInstanceOf(ObjectMissing.class);
        assertThat(count("object")).isZero();
        assertThat(count("inline_object")).isZero();
        assertThat(store.ids()).isEmpty();
    }

    @Test
    void namingACondemnedObjectRevivesIt() {
        ObjectId id = store(content(1, SMALL));
        sweeper.sweep();
        database.write(Partition.of(SPACE), tx -> {
            objects.keep(tx, id);
            return tx.update("INSERT INTO names (object_id, space_id) VALUES (?, 1)", id.value());
        });

        clock.turn(GRACE.multipliedBy(2));
        assertThat(sweeper.sweep()).isEqualTo(NOTHING);
        assertThat(read(id)).isEqualTo(content(1, SMALL));
    }

    /** A reference that a transaction added while the first proof could not see it. */
    @Test
    void theSecondProofSeesWhatTheFirstDidNot() {
        ObjectId id = store(content(1, LARGE));
        sweeper.sweep();
        name(id);

        clock.turn(GRACE);
        assertThat(sweeper.sweep()).isEqualTo(new SweepReport(0, 1, 0, 0, 0, 0, 0));
        assertThat(count("object WHERE condemned_us IS NOT NULL")).isZero();
        assertThat(read(id)).isEqualTo(content(1, LARGE));
    }

    @Test
    void afterItIsGoneAnObjectCannotBeNamed() {
        ObjectId id = store(content(1, SMALL));
        sweeper.sweep();
        clock.turn(GRACE);
        sweeper.sweep();
        assertThatThrownBy(() -> database.write(Partition.of(SPACE), tx -> {
                    objects.keep(tx, id);
                    return null;
                }))
                .isInstanceOf(ObjectMissing.class);
    }

    @Test
    void partsLiveAsLongAsTheirManifestAndThenFollowIt() {
        ObjectId part = store(content(1, LARGE));
        ObjectId shared = store(content(2, SMALL));
        StoredObject manifest = objects.manifest(List.of(part, shared), List.of((long) LARGE, (long) SMALL));
        register(manifest);
        name(manifest.id(), shared);
        clock.turn(GRACE);
        assertThat(sweeper.sweep()).isEqualTo(NOTHING);

        sql("DELETE FROM names WHERE object_id = ?", manifest.id().value());
        assertThat(sweeper.sweep().condemned()).as("the manifest alone").isEqualTo(1);
        clock.turn(GRACE);
        assertThat(sweeper.sweep()).isEqualTo(new SweepReport(1, 0, 1, 0, 0, 0, 0));
        assertThat(count("object_part")).isZero();
        clock.turn(GRACE);
        assertThat(sweeper.sweep().removed()).isEqualTo(1);
        assertThat(store.ids()).isEmpty();
        assertThat(read(shared)).isEqualTo(content(2, SMALL));
    }

    /** Bounded rounds: a sweep looks at one page here, and the next goes on behind it. */
    @Test
    void manyObjectsAreSweptInSeveralRounds() {
        sweeper = sweeper(1);
        int count = 2 * ObjectSweeper.PAGE + 10;
        List<StoredObject> stored = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            stored.add(receive(new byte[] {1}));
        }
        register(stored.toArray(StoredObject[]::new));
        ObjectId kept = stored.get(ObjectSweeper.PAGE).id();
        name(kept);

        int condemned = 0;
        for (int round = 0; round < 3; round++) {
            int now = sweeper.sweep().condemned();
            assertThat(now).isLessThanOrEqualTo(ObjectSweeper.PAGE);
            condemned += now;
        }
        assertThat(condemned).isEqualTo(count - 1);
        clock.turn(GRACE);
        int removed = 0;
        for (int round = 0; round < 3; round++) {
            removed += sweeper.sweep().removed();
        }
        assertThat(removed).isEqualTo(count - 1);
        assertThat(count("object")).isEqualTo(1);
        assertThat(read(kept)).hasSize(1);
    }

    @Test
    void bytesThatCannotBeRemovedBecomeOrphansAndGoLater() {
        ObjectId id = store(content(1, LARGE));
        sweeper.sweep();
        clock.turn(GRACE);
        store.failAt(1, true);
        assertThat(sweeper.sweep()).isEqualTo(new SweepReport(0, 0, 1, 0, 0, 0, 1));
        assertThat(store.ids()).contains(id);
        store.recover();

        clock.turn(ORPHAN);
        assertThat(sweeper.sweep().orphansRemoved()).isEqualTo(1);
        assertThat(store.ids()).isEmpty();
    }

    @Nested
    class Orphans {
        @Test
        void anOldFileWithoutARowGoes() {
            StoredObject lost = receive(content(1, LARGE));
            ObjectId known = store(content(2, LARGE));
            name(known);
            restart();

            clock.turn(ORPHAN.minus(Duration.ofMinutes(1)));
            assertThat(sweeper.sweep()).isEqualTo(NOTHING);
            clock.turn(Duration.ofMinutes(2));
            assertThat(sweeper.sweep().orphansRemoved()).isEqualTo(1);
            assertThat(store.ids()).doesNotContain(lost.id());
            assertThat(read(known)).isEqualTo(content(2, LARGE));
        }

        /** Whatever its age: it may be registered at any moment. */
        @Test
        void aFileThatThisProcessHasReceivedStays() {
            StoredObject waiting = receive(content(1, LARGE));
            clock.turn(ORPHAN.multipliedBy(3));
            assertThat(sweeper.sweep()).isEqualTo(NOTHING);

            register(waiting);
            name(waiting.id());
            assertThat(sweeper.sweep()).isEqualTo(NOTHING);
            assertThat(read(waiting.id())).isEqualTo(content(1, LARGE));
        }

        @Test
        void aFileThatIsBeingReceivedStays() throws IOException {
            InputStream slow = new InputStream() {
                private long left = LARGE;

                @Override
                public int read() {
                    return left-- > 0 ? 1 : -1;
                }

                @Override
                public int read(byte[] target, int at, int length) {
                    if (left < LARGE) {
                        clock.turn(ORPHAN.multipliedBy(2));
                        assertThat(store.unfinished()).isLessThanOrEqualTo(1);
                        assertThat(sweeper.sweep()).isEqualTo(NOTHING);
                    }
                    int count = (int) Math.min(left, length);
                    left -= count;
                    return count == 0 ? -1 : count;
                }
            };
            Received received = objects.receive(SPACE, slow, ReceiveLimits.exactly(LARGE), Set.of());
            register(received.object());
            assertThat(read(received.object().id())).hasSize(LARGE);
        }

        @Test
        void whatACrashLeftInStagingGoes() {
            store.leaveUnfinished(ObjectId.random(random));
            assertThat(sweeper.sweep()).isEqualTo(NOTHING);
            clock.turn(ORPHAN.plusMinutes(1));
            assertThat(sweeper.sweep().stagingRemoved()).isEqualTo(1);
            assertThat(store.unfinished()).isZero();
        }

        /** A database that is younger than the files was put in the place of another: nothing of theirs is removed. */
        @Test
        void filesFromBeforeTheInstallationAreLeftAlone() {
            StoredObject older = receive(content(1, LARGE));
            restart();
            sweeper = sweeper(64, Instant.now().plusSeconds(1));
            clock.turn(ORPHAN.multipliedBy(10));
            assertThat(sweeper.sweep()).isEqualTo(new SweepReport(0, 0, 0, 0, 0, 1, 0));
            assertThat(store.ids()).contains(older.id());
        }

        /** Put back by the database's own means: the newest object that it knows is older than the file. */
        @Test
        void filesFromATimeThatTheDatabaseKnowsNothingOfAreLeftAlone() {
            StoredObject lost = leftBehind(UnknownTimes.QUIET_MIN.plusMinutes(1), Duration.ofHours(-1));
            store(content(2, LARGE));
            clock.turn(ORPHAN.plusMinutes(1));
            restart();
            sweeper.start();

            SweepReport report = sweeper.sweep();
            assertThat(report.leftAlone()).isEqualTo(1);
            assertThat(report.orphansRemoved()).isZero();
            assertThat(store.ids()).contains(lost.id());
        }

        @Test
        void whatComesSoonAfterTheNewestObjectIsOfACrash() {
            StoredObject left = leftBehind(UnknownTimes.QUIET_MIN.minusMinutes(1), Duration.ofHours(-1));
            clock.turn(ORPHAN.plusMinutes(1));
            assertThat(sweeper.sweep().orphansRemoved()).isEqualTo(1);
            assertThat(store.ids()).doesNotContain(left.id());
        }

        @Test
        void whatComesAfterTheStartIsKnown() {
            StoredObject left = leftBehind(Duration.ofHours(2), Duration.ofHours(1));
            clock.turn(ORPHAN.plusHours(2));
            assertThat(sweeper.sweep().orphansRemoved()).isEqualTo(1);
            assertThat(store.ids()).doesNotContain(left.id());
        }

        /**
         * Something without a row, put into the store now.
         *
         * @param newest how long before it the newest object was stored
         * @param start how long before it the sweeper was started
         */
        private StoredObject leftBehind(Duration newest, Duration start) {
            clock.turn(newest.negated());
            store(content(1, LARGE));
            StoredObject left = receive(content(3, LARGE));
            clock.turn(newest.minus(start));
            restart();
            sweeper.start();
            return left;
        }

        @Test
        void filesOfForeignNamesAreLeftAlone() {
            StoredObject object = receive(content(1, LARGE));
            objects.discard(object);
            store.putForeign(object.id(), "README");
            store.putForeign(object.id(), object.id().toString().toUpperCase(java.util.Locale.ROOT));
            clock.turn(ORPHAN.plusMinutes(1));
            assertThat(sweeper.sweep().leftAlone()).isEqualTo(2);
            assertThat(sweeper.sweep().leftAlone()).as("still there").isEqualTo(2);
        }

        @Test
        void manyDirectoriesAreWalkedInSeveralRounds() {
            for (int i = 0; i < 10; i++) {
                receive(content(i, LARGE));
            }
            restart();
            sweeper = sweeper(3);
            clock.turn(ORPHAN.plusMinutes(1));
            int removed = 0;
            for (int round = 0; round < 4; round++) {
                int now = sweeper.sweep().orphansRemoved();
                assertThat(now).isLessThanOrEqualTo(3 * store.pageMax() + 1);
                removed += now;
            }
            assertThat(removed).isEqualTo(10);
        }

        /** A process that starts knows nothing of what the one before had received. */
        private void restart() {
            objects = open(Objects.INLINE_DEFAULT_BYTES);
            sweeper = sweeper(64);
        }
    }

    @Test
    void aGraceShorterThanATransactionIsRefused() {
        assertThatThrownBy(() -> new SweepPolicy(Duration.ofSeconds(59), ORPHAN, installed(), 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new SweepPolicy(SweepPolicy.GRACE_MIN, ORPHAN, installed(), 1).grace())
                .isEqualTo(Duration.ofMinutes(1));
    }

    private ObjectSweeper sweeper(int pages) {
        return sweeper(pages, installed());
    }

    private ObjectSweeper sweeper(int pages, Instant installed) {
        return new ObjectSweeper(
                database, objects, List.of(NAMES), clock, new SweepPolicy(GRACE, ORPHAN, installed, pages));
    }

    private static Instant installed() {
        return Instant.parse("2020-01-01T00:00:00Z");
    }
}
