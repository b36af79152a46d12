package coffer.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.ObjectId;
import coffer.blobs.ObjectReferences;
import coffer.blobs.ObjectSweeper;
import coffer.blobs.SealedBytes;
import coffer.blobs.StoredForm;
import coffer.blobs.StoredObjects;
import coffer.blobs.SweepPolicy;
import coffer.blobs.TestStore;
import coffer.db.Ids;
import coffer.disk.StorageFailure;
import coffer.keys.KeyName;
import coffer.keys.KeyState;
import coffer.keys.SealBroken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a backup holds, what it costs, and what comes out of it. */
public abstract class BackupContract extends BackupKit {
    private void fill() {
        ObjectId small = store(1, SMALL);
        ObjectId large = store(2, LARGE);
        store(3, 0);
        manifest(small, SMALL, large, LARGE);
        sql("INSERT INTO account (id, uid, uid_key, display_name, search_text, enabled, quota_bytes, language, locale,"
                + " timezone, credential_version, announced_s, created_s) VALUES (71, 'Zoë', 'zoë', 'Zoë Ω 文', 'zoë', 1, -3,"
                + " '', '', '', 5, 0, 12)");
        sql("INSERT INTO group_member (group_id, account_id, since_s) VALUES (0, 71, 9)");
        sql(
                "INSERT INTO avatar (account_id, fingerprint, small_png, large_png, changed_s) VALUES (71, 'f', ?, ?, 4)",
                content(5, 70),
                content(6, 700_000));
        for (int i = 0; i < 3_000; i++) {
            sql(
                    "INSERT INTO event_cursor (reader, epoch, transaction_id, seq) VALUES (?, 1, ?, ?)",
                    "reader " + i,
                    (long) i,
                    Long.MAX_VALUE - i);
        }
    }

    @Test
    void everythingComesBack() throws IOException {
        fill();
        Path log = data.resolve("audit/2026-11-23.cofaudit");
        Files.createDirectories(log.getParent());
        Files.write(log, content(9, 50_000));
        files = List.of(log);
        // The key of backups is made by the first.
        ring.current(Backup.SPACE);
        Map<String, List<String>> before = rows(database);

        BackupReport made = make();
        assertThat(made.damaged()).isEmpty();
        assertThat(made.objects()).isEqualTo(3);
        assertThat(made.copied()).isEqualTo(3);
        assertThat(check().isWhole()).isTrue();

        try (Restored restored = restoreElsewhere()) {
            assertThat(restored.report().isWhole()).isTrue();
            assertThat(restored.report().rows()).isEqualTo(made.rows());
            Map<String, List<String>> after = rows(restored.database());
            // Numbers that were given away since the snapshot do not come again.
            assertThat(new Ids(restored.database()).next()).isGreaterThan(Restore.IDS_PASSED_OVER);
            before.remove("id_block");
            after.remove("id_block");
            assertThat(after.keySet()).isEqualTo(before.keySet());
            before.forEach((table, rows) -> assertThat(rows.equals(after.get(table)))
                    .as(table + " has the same " + rows.size() + " rows")
                    .isTrue());
            assertThat(read(restored.objects(), stored.get(0))).isEqualTo(content(1, SMALL));
            assertThat(read(restored.objects(), stored.get(1))).isEqualTo(content(2, LARGE));
            assertThat(read(restored.objects(), stored.get(2))).isEmpty();
            assertThat(read(restored.objects(), stored.get(3)))
                    .hasSize(SMALL + LARGE)
                    .startsWith(content(1, SMALL));
            assertThat(other.resolve("audit/2026-11-23.cofaudit")).hasBinaryContent(content(9, 50_000));
        }
    }

    @Test
    void numbersOfTheDatabaseGoOnBehindThoseOfItsRows() throws IOException {
        sql("INSERT INTO event (epoch, time_us, type, body) VALUES (1, 2, 'x', '{}')");
        sql("INSERT INTO event (epoch, time_us, type, body) VALUES (1, 2, 'y', '{}')");
        make();
        try (Restored restored = restoreElsewhere()) {
            long last = restored.database()
                    .read(session -> session.one("SELECT max(seq) FROM event", row -> row.getLong(1)))
                    .orElseThrow();
            restored.database()
                    .write(
                            coffer.db.Partition.GENERAL,
                            tx -> tx.update("INSERT INTO event (epoch, time_us, type, body) VALUES (1, 3, 'z', '{}')"));
            long next = restored.database()
                    .read(session -> session.one("SELECT seq FROM event WHERE type = 'z'", row -> row.getLong(1)))
                    .orElseThrow();
            assertThat(next).isGreaterThan(last);
        }
    }

    @Test
    void theNextBackupCopiesWhatIsNewAndNothingElse() throws IOException {
        fill();
        BackupReport first = make();
        Map<ObjectId, Long> before = listing();
        ObjectId late = store(20, SMALL);
        ObjectId later = store(21, LARGE);

        BackupReport second = make();

        assertThat(second.copied()).isEqualTo(2);
        assertThat(second.copiedBytes()).isBetween((long) SMALL + LARGE, SMALL + LARGE + 1_000L);
        assertThat(second.objects()).isEqualTo(first.objects() + 2);
        Map<ObjectId, Long> after = listing();
        long added = after.entrySet().stream()
                .filter(file -> !before.containsKey(file.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
        long total = after.values().stream().mapToLong(Long::longValue).sum();
        assertThat(added).isLessThan(total / 2).isLessThan(second.writtenBytes() + 1);
        assertThat(after.keySet()).as("nothing of the first is gone").containsAll(before.keySet());
        assertThat(restore().check(first.snapshot()).isWhole()).isTrue();
        try (Restored restored = restoreElsewhere()) {
            assertThat(read(restored.objects(), late)).isEqualTo(content(20, SMALL));
            assertThat(read(restored.objects(), later)).isEqualTo(content(21, LARGE));
        }
    }

    @Test
    void smallObjectsShareAPackUntilItIsFull() {
        int stored = 15_000 + 144;
        int fitting = Packs.PACK_BYTES / stored;
        for (int i = 0; i < fitting; i++) {
            store(200 + i, 15_000);
        }
        make();
        assertThat(packs()).isEqualTo(1);
        for (int i = 0; i <= fitting; i++) {
            store(400 + i, 15_000);
        }
        make();
        assertThat(packs()).isEqualTo(1 + 2);
        assertThat(check().isWhole()).isTrue();
    }

    private long packs() {
        return listing().keySet().stream()
                .filter(id -> id.isInOrder() && !stored.contains(id))
                .count();
    }

    @Test
    void aBackupWithoutAnyChangeWritesNextToNothing() {
        fill();
        make();
        BackupReport again = make();
        assertThat(again.copied()).isZero();
        assertThat(again.writtenBytes()).isZero();
    }

    @Test
    void whereverABackupIsCutShortTheOneBeforeStaysAndTheNextIsWhole() throws IOException {
        fill();
        BackupReport first = make();
        store(30, SMALL);
        store(31, LARGE);
        int failures = 0;
        boolean failed = true;
        for (int step = 1; failed; step++) {
            FailingPlace failing = new FailingPlace(place(), step);
            try {
                make(failing);
                failed = false;
            } catch (StorageFailure e) {
                failures++;
                assertThat(Restore.snapshots(place())).containsExactly(first.snapshot());
                assertThat(restore().check(first.snapshot()).isWhole()).isTrue();
            }
        }
        assertThat(failures).isGreaterThan(4);
        assertThat(check().isWhole()).isTrue();
        assertThat(check().objects()).isEqualTo(5);
    }

    @Test
    void whatIsDamagedHereIsNamedAndTheRestComes() throws IOException {
        fill();
        TestStore content = TestStore.in(data);
        ObjectId gone = store(40, LARGE);
        ObjectId rotten = store(41, LARGE);
        ObjectId inline = store(42, SMALL);
        content.lose(gone);
        byte[] bytes = content.bytes(rotten);
        bytes[bytes.length / 2] ^= 1;
        content.put(rotten, bytes);
        sql("DELETE FROM inline_object WHERE id = (SELECT inline_id FROM object WHERE id = ?)", inline.value());

        BackupReport made = make();

        assertThat(made.damaged()).containsOnlyKeys(gone, rotten, inline);
        assertThat(made.copied()).isEqualTo(3);
        try (Restored restored = restoreElsewhere()) {
            assertThat(restored.report().missing()).containsOnlyKeys(gone, rotten, inline);
            assertThat(read(restored.objects(), stored.get(1))).isEqualTo(content(2, LARGE));
        }
    }

    @Test
    void whatIsDamagedInTheBackupIsNamedAndTheRestComes() throws IOException {
        fill();
        make();
        flip(stored.get(1));

        assertThat(check().missing()).containsOnlyKeys(stored.get(1));
        try (Restored restored = restoreElsewhere()) {
            assertThat(restored.report().missing()).containsOnlyKeys(stored.get(1));
            assertThat(read(restored.objects(), stored.get(0))).isEqualTo(content(1, SMALL));
        }
    }

    @Test
    void whatIsDamagedInTheBackupIsCopiedAnewWhenEverythingIsRead() {
        fill();
        BackupReport first = make();
        Map<ObjectId, Long> whole = listing();
        ObjectId large = stored.get(1);
        // Some rows differ from backup to backup; those of the longest piece, a portrait's, do not.
        ObjectId piece = whole.entrySet().stream()
                .filter(entry ->
                        !stored.contains(entry.getKey()) && !entry.getKey().isInOrder())
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
        flip(large);
        flip(piece);
        assertThat(isWhole(first)).isFalse();

        BackupReport mended = backup().make(place(), new BackupOptions(false, Optional.empty(), true));

        assertThat(mended.writtenBytes()).isGreaterThanOrEqualTo(LARGE);
        assertThat(isWhole(mended)).isTrue();
        assertThat(isWhole(first)).as("it names the same piece and object").isTrue();
    }

    @Test
    void aBackupThatCannotBeReadIsNoReasonToMakeNone() {
        fill();
        BackupReport first = make();
        for (ObjectId id : listing().keySet()) {
            flip(id);
        }
        assertThat(isWhole(first)).isFalse();
        assertThatThrownBy(this::make).isInstanceOf(BackupRefused.class).hasMessageContaining("--verify");

        assertThat(isWhole(backup().make(place(), new BackupOptions(false, Optional.empty(), true))))
                .isTrue();
    }

    private boolean isWhole(BackupReport backup) {
        try {
            return restore().check(backup.snapshot()).isWhole();
        } catch (BackupRefused e) {
            return false;
        }
    }

    @Test
    void rowsThatAreDamagedAreNeverTakenForFewerRows() throws IOException {
        fill();
        make();
        int refused = 0;
        for (ObjectId id : listing().keySet()) {
            byte[] whole = bytes(id);
            place().objects().remove(id);
            try {
                assertThat(check().isWhole()).as("without " + id).isFalse();
            } catch (BackupRefused e) {
                refused++;
            }
            put(id, whole);
        }
        assertThat(refused).isPositive();
        assertThat(check().isWhole()).isTrue();
    }

    @Test
    void snapshotsThatAreTooManyGoAndTheOthersStayWhole() throws IOException {
        fill();
        BackupReport first = make();
        ObjectId going = store(50, LARGE);
        BackupReport second = make();
        sql("DELETE FROM object WHERE id = ?", going.value());
        BackupReport third = make();
        ObjectId late = store(51, SMALL);
        clock.turn(Duration.ofMinutes(1));

        BackupReport fourth = backup().make(place(), new BackupOptions(false, Optional.of(2), false));

        assertThat(fourth.removed()).isEqualTo(2);
        assertThat(Restore.snapshots(place())).containsExactly(third.snapshot(), fourth.snapshot());
        assertThat(listing()).doesNotContainKey(going);
        assertThat(restore().check(third.snapshot()).isWhole()).isTrue();
        assertThat(check().isWhole()).isTrue();
        assertThatThrownBy(() -> restore().check(first.snapshot())).isInstanceOf(BackupRefused.class);
        assertThatThrownBy(() -> restore().check(second.snapshot())).isInstanceOf(BackupRefused.class);
        try (Restored restored = restoreElsewhere()) {
            assertThat(read(restored.objects(), late)).isEqualTo(content(51, SMALL));
        }
    }

    @Test
    void theNewestSnapshotIsTheLastAlsoWhenTheClockWasSetBack() {
        fill();
        BackupReport first = make();
        clock.turn(Duration.ofDays(-400));
        BackupReport second = make();
        clock.turn(Duration.ofMinutes(-1));
        BackupReport third = backup().make(place(), new BackupOptions(false, Optional.of(2), false));

        assertThat(Restore.snapshots(place())).containsExactly(second.snapshot(), third.snapshot());
        assertThat(third.snapshot()).startsWith(first.snapshot()).endsWith("-00003");
        assertThat(check().isWhole()).isTrue();
    }

    @Test
    void noSnapshotGoesForOneThatLacksSomething() throws IOException {
        fill();
        BackupReport whole = make();
        TestStore.in(data).lose(stored.get(1));
        sql(
                "UPDATE object SET sealed_check = ? WHERE id = ?",
                content(99, 8),
                stored.get(1).value());
        clock.turn(Duration.ofMinutes(1));

        BackupReport lacking = backup().make(place(), new BackupOptions(false, Optional.of(1), false));

        assertThat(lacking.damaged()).containsOnlyKeys(stored.get(1));
        assertThat(lacking.removed()).isZero();
        assertThat(isWhole(whole)).isTrue();
    }

    @Test
    void whatCannotBeReadOnTheWayIsNotKept() throws IOException {
        StoredForm form = StoredForm.of(ObjectId.random(random), 100_000, new byte[8], null);
        SealedBytes dying = new SealedBytes() {
            @Override
            public long length() {
                return 100_000;
            }

            @Override
            public void read(long position, byte[] target, int at, int count) {
                if (position > 0) {
                    throw new StorageFailure("reading", new IOException("Input/output error"));
                }
            }

            @Override
            public void close() {}
        };
        assertThatThrownBy(() -> form.copy(dying, place().objects()))
                .isInstanceOf(SealBroken.class)
                .hasMessageContaining("cannot be read");
        assertThat(listing()).isEmpty();
    }

    @Test
    void aKeyThatIsDestroyedHereDoesNotLiveOnInTheBackup() {
        store(60, LARGE);
        make();
        KeyName key = ring.current(SPACE).name();
        ring.renew(SPACE);
        ring.destroy(key);
        assertThat(ring.state(key)).contains(KeyState.DESTROYED);

        make();

        assertThat(place().files(Backup.KEYS))
                .containsExactlyElementsOf(ring.copies().keySet());
        // The backup has nothing else that could open it.
        assertThat(check().missing()).containsOnlyKeys(stored.getFirst());
    }

    @Test
    void aNewKeyForBackupsIsThatOfAllRowsOfTheNext() throws IOException {
        fill();
        make();
        assertThat(versionsOfPieces()).containsOnly(1);
        ring.renew(Backup.SPACE);

        backup().make(place(), new BackupOptions(false, Optional.of(1), false));

        assertThat(versionsOfPieces()).containsOnly(2);
        assertThat(check().isWhole()).isTrue();
    }

    /** Versions of the key that seals rows, as the headers of their pieces name them (docs/formats/sealed-objects.md). */
    private Set<Integer> versionsOfPieces() {
        Set<Integer> versions = new HashSet<>();
        for (ObjectId id : listing().keySet()) {
            if (id.value().version() == 8) {
                byte[] header = new byte[16];
                try (SealedBytes piece = place().objects().open(id)) {
                    piece.read(0, header, 0, header.length);
                } catch (SealBroken e) {
                    throw new AssertionError(e);
                }
                versions.add(ByteBuffer.wrap(header).getInt(12));
            }
        }
        return versions;
    }

    @Test
    void theRootKeyIsThereOnlyWhenAskedFor() {
        make();
        assertThat(place().files(Backup.KEYS)).doesNotContain(Backup.ROOT_KEY);
        backup().make(place(), new BackupOptions(true, Optional.empty(), false));
        assertThat(place().read(Backup.KEYS, Backup.ROOT_KEY)).contains(ring.rootKeyFile());
    }

    @Test
    void nothingButSealedBytesIsWrittenOfRows() throws IOException {
        fill();
        make();
        for (ObjectId id : listing().keySet()) {
            String text = new String(bytes(id), StandardCharsets.ISO_8859_1);
            assertThat(text).as(id.toString()).startsWith("COFSEAL1").doesNotContain("reader 7");
        }
        byte[] snapshot = place().read(Snapshots.DIRECTORY, newest()).orElseThrow();
        assertThat(new String(snapshot, StandardCharsets.ISO_8859_1))
                .startsWith("COFSEAL1")
                .doesNotContain("stream");
    }

    @Test
    void aPlaceOfAnotherInstallationIsLeftAlone() throws IOException {
        make();
        Map<ObjectId, Long> before = listing();
        assertThatThrownBy(() -> backup("ocabcdefghij").make(place(), BackupOptions.PLAIN))
                .isInstanceOf(BackupRefused.class)
                .hasMessageContaining(INSTALLATION);
        assertThat(listing()).isEqualTo(before);
    }

    @Test
    void contentOfAServerIsNoPlaceForABackup() {
        store(70, LARGE);
        assertThatThrownBy(() -> make(BackupDirectory.make(data)))
                .isInstanceOf(BackupRefused.class)
                .hasMessageContaining("where the content itself");
        ObjectId foreign = ObjectId.random(random);
        put(foreign, content(71, SMALL));
        assertThatThrownBy(this::make)
                .isInstanceOf(BackupRefused.class)
                .hasMessageContaining("no backup has put there");
        assertThat(listing()).containsOnlyKeys(foreign);
        assertThat(Restore.snapshots(place())).isEmpty();
    }

    @Test
    void smallFilesAreReplacedListedAndRemoved() {
        BackupPlace place = place();
        assertThat(place.files("x")).isEmpty();
        assertThat(place.read("x", "b")).isEmpty();
        place.write("x", "b", new byte[] {1});
        place.write("x", "a", new byte[0]);
        place.write("y", "c", new byte[] {3});
        place.write("x", "b", new byte[] {2, 2});
        assertThat(place.files("x")).containsExactly("a", "b");
        assertThat(place.read("x", "b").orElseThrow()).containsExactly(2, 2);
        assertThat(place.read("x", "a").orElseThrow()).isEmpty();
        place.remove("x", "b");
        place.remove("x", "b");
        assertThat(place.files("x")).containsExactly("a");
    }

    @Test
    void nothingIsSweptWhileSomebodyHoldsIt() {
        store(80, LARGE);
        ObjectSweeper sweeper = new ObjectSweeper(
                database, objects, List.<ObjectReferences>of(), clock, SweepPolicy.standard(Instant.EPOCH));
        sweeper.sweep();
        clock.turn(Duration.ofDays(2));
        try (StoredObjects.Hold _ = new StoredObjects(database, objects).hold()) {
            assertThat(sweeper.sweep().removed()).isZero();
        }
        assertThat(sweeper.sweep().removed()).isEqualTo(1);
    }

    @Test
    void anObjectIsRepairedFromTheBackup() throws Exception {
        fill();
        make();
        for (ObjectId id : stored.subList(0, 2)) {
            try (var copy = restore().object(newest(), id).orElseThrow()) {
                assertThat(copy.length()).isPositive();
            }
        }
        assertThat(restore().object(newest(), ObjectId.random(random))).isEmpty();
    }
}
