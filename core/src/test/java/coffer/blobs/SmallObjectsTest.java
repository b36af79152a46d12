package coffer.blobs;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.base.ObjectId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SmallObjectsTest {
    private final SmallObjects kept = new SmallObjects();

    private static ObjectId id(int number) {
        return new ObjectId(new UUID(0, number));
    }

    private ObjectRows.Found keep(int number, int bytes) {
        ObjectRows.Found found = new ObjectRows.Found(ObjectRows.INLINE, bytes, bytes, new byte[bytes]);
        kept.keep(id(number), found);
        return found;
    }

    @Test
    void whatWasKeptIsFound() {
        ObjectRows.Found found = keep(1, 100);
        assertThat(kept.find(id(1))).containsSame(found);
        assertThat(kept.find(id(2))).isEmpty();
    }

    @Test
    void largeOnesAreNotKept() {
        keep(1, SmallObjects.OBJECT_BYTES_MAX);
        keep(2, SmallObjects.OBJECT_BYTES_MAX + 1);
        kept.keep(id(3), new ObjectRows.Found(ObjectRows.FILE, 100, 244, null));
        assertThat(kept.find(id(1))).isPresent();
        assertThat(kept.find(id(2))).isEmpty();
        assertThat(kept.find(id(3))).isEmpty();
    }

    @Test
    void whatWasReadLongestAgoMakesRoom() {
        int fitting = SmallObjects.BYTES_MAX / SmallObjects.OBJECT_BYTES_MAX;
        for (int i = 1; i <= fitting; i++) {
            keep(i, SmallObjects.OBJECT_BYTES_MAX);
            assertThat(kept.find(id(1))).isPresent();
        }
        int gone = 0;
        for (int i = 1; i <= fitting; i++) {
            gone += kept.find(id(i)).isEmpty() ? 1 : 0;
        }
        assertThat(gone).as("for what keeping costs").isBetween(1, fitting / 20);
        assertThat(kept.find(id(1))).isPresent();
        assertThat(kept.find(id(2))).isEmpty();
        assertThat(kept.find(id(fitting))).isPresent();
    }

    @Test
    void whatIsForgottenIsGoneAndMakesRoom() {
        keep(1, 100);
        kept.forget(id(1));
        kept.forget(id(1));
        assertThat(kept.find(id(1))).isEmpty();
    }

    @Test
    void whatIsKeptTwiceCountsOnce() {
        for (int i = 0; i < 10_000; i++) {
            keep(1, SmallObjects.OBJECT_BYTES_MAX);
        }
        keep(2, 100);
        assertThat(kept.find(id(1))).isPresent();
        assertThat(kept.find(id(2))).isPresent();
    }
}
