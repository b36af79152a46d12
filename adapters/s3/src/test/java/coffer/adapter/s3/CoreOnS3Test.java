package coffer.adapter.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.ObjectId;
import coffer.blobs.BlobStore;
import coffer.blobs.ObjectDamaged;
import coffer.blobs.TestStore;
import coffer.db.StoreContract;
import coffer.db.TestDatabase;
import coffer.disk.StorageFailure;
import coffer.files.TreeKit;
import coffer.files.View;
import coffer.files.WriteGuard;
import coffer.testkit.TurnedClock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The tests of the core that run beside this one have their content in the bucket, and nowhere else. */
@Tag("core-on-s3")
final class CoreOnS3Test extends StoreContract {
    private static final String CONTENT = "x".repeat(TreeKit.INLINE_MAX + 1);

    private TreeKit kit;
    private View anna;

    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }

    @BeforeEach
    void aHouse() {
        kit = new TreeKit(database, directory, new TurnedClock(Instant.now()), WriteGuard.NONE);
        anna = kit.home(1);
    }

    @Test
    void aFileLiesInTheBucketAndIsReadFromThere() {
        kit.put(anna, "file", CONTENT);

        List<String> keys = BucketStores.bucket().keys(BucketStore.prefix(directory));
        assertThat(keys).singleElement().asString().contains("/objects/");
        assertThat(directory.resolve("objects")).doesNotExist();
        assertThat(kit.read(anna, "file")).isEqualTo(CONTENT);

        TestStore.in(directory).lose(kit.disk.stored().getFirst());
        assertThatThrownBy(() -> kit.read(anna, "file")).isInstanceOf(ObjectDamaged.class);
    }

    @Test
    void everyHouseHasItsOwnObjectsAndFindsThemAgain() {
        kit.put(anna, "file", CONTENT);

        assertThat(TestStore.in(directory).ids())
                .hasSize(1)
                .isEqualTo(kit.disk.stored())
                .isEqualTo(listed(TestStore.in(directory).open()));
        assertThat(TestStore.in(directory.resolve("another")).ids()).isEmpty();
    }

    @Test
    void itFailsWhenItIsTold() {
        kit.disk.failAt(1);
        assertThatThrownBy(() -> kit.put(anna, "file", CONTENT)).isInstanceOf(StorageFailure.class);
        assertThat(kit.disk.recover()).isTrue();

        kit.put(anna, "file", CONTENT);
        assertThat(kit.disk.recover()).isFalse();
        assertThat(kit.read(anna, "file")).isEqualTo(CONTENT);
    }

    private static List<ObjectId> listed(BlobStore store) {
        return store.list("", 1).found().stream()
                .map(stored -> stored.id().orElseThrow())
                .toList();
    }
}
