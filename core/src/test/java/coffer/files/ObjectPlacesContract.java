package coffer.files;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.base.FilePath;
import coffer.base.ObjectId;
import coffer.blobs.SeenAs;
import coffer.blobs.StorageHealth;
import coffer.blobs.StoredObject;
import coffer.db.Partition;
import coffer.db.StoreContract;
import coffer.locks.LockGuard;
import coffer.testkit.TurnedClock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where people see an object. */
abstract class ObjectPlacesContract extends StoreContract {
    private final TurnedClock clock = new TurnedClock(Instant.parse("2026-11-22T10:00:00Z"));
    private TreeKit tree;
    private View anna;
    private View bert;
    private ObjectPlaces places;

    @BeforeEach
    final void openTree() {
        tree = new TreeKit(database, directory, clock, new LockGuard(clock));
        anna = tree.home(1);
        bert = tree.home(2);
        places = new ObjectPlaces(database);
    }

    private List<String> places(ObjectId object) {
        return places.places(object).stream()
                .map(place -> place.owner().value() + ": " + place.where())
                .toList();
    }

    private static ObjectId object(Entry entry) {
        return java.util.Objects.requireNonNull(entry.object());
    }

    @Test
    void aFileIsSeenAtItsPathAndItsCopyToo() {
        tree.mkdir(anna, "Documents");
        tree.mkdir(anna, "Documents/2026");
        ObjectId plan = object(tree.put(anna, "Documents/2026/plan.pdf", "the plan"));
        ObjectId top = object(tree.put(anna, "top.txt", "on top"));
        tree.files.copy(
                anna, TreeKit.path("Documents/2026/plan.pdf"), TreeKit.path("plan.pdf"), true, false, Conditions.NONE);

        assertThat(places(plan)).containsExactly("1: /Documents/2026/plan.pdf", "1: /plan.pdf");
        assertThat(places(top)).containsExactly("1: /top.txt");
        assertThat(places(new ObjectId(new java.util.UUID(1, 2)))).isEmpty();
    }

    @Test
    void anAccountThatIsGoneIsCalledByItsNumber() {
        ObjectId ofAnna = object(tree.put(anna, "a", "of anna"));
        ObjectId ofBert = object(tree.put(bert, "b", "of bert"));
        StorageHealth health = new StorageHealth(
                database,
                tree.objects,
                places,
                account -> account.value() == 1 ? Optional.of("anna") : Optional.empty(),
                clock);
        assertThat(health.places(ofAnna)).containsExactly("anna: /a");
        assertThat(health.places(ofBert)).containsExactly("account 2: /b");
    }

    @Test
    void aPartIsSeenAsTheWhole() {
        ObjectId part = object(tree.put(anna, "part", "a part of something"));
        Entry file = tree.put(anna, "whole", "to be replaced");
        StoredObject manifest = tree.objects.manifest(List.of(part), List.of(19L));
        database.write(Partition.of(anna.space()), tx -> {
            tree.objects.register(tx, manifest);
            return tx.update(
                    "UPDATE node SET object_id = ? WHERE id = ?",
                    manifest.id().value(),
                    file.id().value());
        });
        assertThat(places(part)).containsExactly("1: /part", "1: /whole");
        assertThat(places(manifest.id())).containsExactly("1: /whole");
    }

    @Test
    void whatWasRemovedIsSeenInTheTrashBinOrNotAtAll() {
        tree.mkdir(anna, "d");
        tree.mkdir(anna, "d/e");
        ObjectId below = object(tree.put(anna, "d/e/f", "below"));
        ObjectId gone = object(tree.put(anna, "gone", "removed"));
        ObjectId kept = object(tree.put(anna, "kept", "in the bin"));
        place("d", Node.TRASH);
        place("kept", Node.TRASH);
        place("gone", Node.REMOVED);

        assertThat(places(kept)).containsExactly("1: in the trash bin");
        assertThat(places(below)).containsExactly("1: in the trash bin, below something: /e/f");
        assertThat(places(gone)).isEmpty();
    }

    private void place(String name, long parent) {
        long id = tree.entry(anna, name).id().value();
        database.write(
                Partition.of(anna.space()),
                tx -> tx.update("UPDATE node SET parent_id = ?, name = ? WHERE id = ?", parent, Long.toString(id), id));
    }

    @Test
    void moreThanTwentyAreNotTold() {
        ObjectId object = object(tree.put(anna, "f0", "many times"));
        for (int i = 1; i <= SeenAs.PLACES_MAX; i++) {
            tree.files.copy(anna, TreeKit.path("f0"), FilePath.of(List.of("f" + i)), true, false, Conditions.NONE);
            assertThat(places.places(object)).hasSize(Math.min(i + 1, SeenAs.PLACES_MAX));
        }
    }
}
