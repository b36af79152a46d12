package coffer.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.ObjectId;
import coffer.base.SpaceId;
import coffer.keys.KeyName;
import coffer.keys.KeyState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The keys of spaces that are gone are destroyed, late, and never while anything needs them. */
abstract class KeyErasureContract extends BlobsContract {
    private static final SpaceId OTHER = new SpaceId(2);
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final Set<SpaceId> living = new HashSet<>(Set.of(SPACE, OTHER));
    private Conversion conversion;
    private ObjectSweeper sweeper;
    private KeyErasure erasure;

    @BeforeEach
    final void openErasure() {
        makeNames();
        conversion = new Conversion(database, objects, ring, List.of(NAMES), clock);
        sweeper = new ObjectSweeper(
                database,
                objects,
                List.of(NAMES),
                clock,
                new SweepPolicy(SweepPolicy.GRACE_MIN, Duration.ofDays(2), Instant.EPOCH, 64));
        erasure = new KeyErasure(
                database,
                ring,
                conversion,
                (_, candidates) -> {
                    Set<SpaceId> there = new HashSet<>(candidates);
                    there.retainAll(living);
                    return there;
                },
                clock);
    }

    @Test
    void theKeyOfASpaceThatIsGoneIsDestroyedAfterTheDelay() {
        KeyName key = ring.current(SPACE).name();
        ObjectId own = store(content(1, LARGE));
        erasure.step();
        living.remove(SPACE);
        sweepAll();

        erasure.step();
        clock.turn(KeyErasure.DELAY.minus(MOMENT));
        erasure.step();
        assertThat(ring.state(key)).contains(KeyState.ACTIVE);

        clock.turn(MOMENT);
        erasure.step();
        assertThat(ring.state(key)).contains(KeyState.DESTROYED);
        assertThat(ring.find(key)).isEmpty();
        assertThatThrownBy(() -> objects.open(own)).isInstanceOf(ObjectMissing.class);
    }

    /** What was copied or moved elsewhere is content of the other space now, and gets a key of its own before. */
    @Test
    void whatOtherSpacesNameLeavesTheKeyBefore() {
        KeyName key = ring.current(SPACE).name();
        name(OTHER, store(content(1, LARGE)), store(content(2, SMALL)));
        living.remove(SPACE);
        erasure.step();
        clock.turn(KeyErasure.DELAY);

        erasure.step();
        assertThat(ring.state(key)).as("something needs it").contains(KeyState.ACTIVE);
        while (conversion.step()) {
            assertThat(ring.state(key)).contains(KeyState.ACTIVE);
        }
        clock.turn(Conversion.KEPT_AFTER_END.plus(MOMENT));
        assertThat(conversion.step()).isFalse();
        sweepAll();
        erasure.step();

        assertThat(ring.state(key)).contains(KeyState.DESTROYED);
        assertThat(read(named(OTHER).getFirst())).isEqualTo(content(1, LARGE));
        assertThat(read(named(OTHER).getLast())).isEqualTo(content(2, SMALL));
    }

    @Test
    void aSpaceThatIsThereAgainKeepsItsKey() {
        KeyName key = ring.current(SPACE).name();
        living.remove(SPACE);
        erasure.step();
        living.add(SPACE);
        erasure.step();
        clock.turn(KeyErasure.DELAY.multipliedBy(2));
        erasure.step();

        assertThat(ring.state(key)).contains(KeyState.ACTIVE);
        living.remove(SPACE);
        erasure.step();
        erasure.step();
        assertThat(ring.state(key)).as("the delay begins anew").contains(KeyState.ACTIVE);
    }

    /** While something that names the object is still to be swept, and while a damaged one cannot be sealed anew. */
    @Test
    void aKeyThatAnythingNeedsIsNotDestroyed() throws Exception {
        KeyName key = ring.current(SPACE).name();
        ObjectId damaged = store(content(1, LARGE));
        name(OTHER, damaged);
        byte[] bytes = store.bytes(damaged);
        bytes[5_000] ^= 1;
        store.put(damaged, bytes);
        living.remove(SPACE);
        erasure.step();
        for (int month = 0; month < 3; month++) {
            clock.turn(KeyErasure.DELAY);
            erasure.step();
            while (conversion.step()) {
                assertThat(conversion.newest()).isPresent();
            }
            sweepAll();
        }

        assertThat(ring.state(key)).isEqualTo(Optional.of(KeyState.ACTIVE));
    }

    private void sweepAll() {
        sweeper.sweep();
        clock.turn(SweepPolicy.GRACE_MIN);
        sweeper.sweep();
    }
}
