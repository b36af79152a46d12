package coffer.blobs;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.base.ObjectId;
import coffer.blobs.StoredObject.Part;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Parts of a manifest whose offsets and lengths say something else. */
final class PartOrderTest {
    private static final long FAR = 1L << 40;
    private static final int[] LENGTHS = {1, 2, 3, 10, 10, 10};

    private final Map<ObjectId, Long> sizes = new HashMap<>();

    private static ObjectId id(long number) {
        return new ObjectId(new UUID(number, 0));
    }

    /** Parts that follow each other, and were made in the order of these numbers. */
    private List<Part> parts(long[] made, long... lengths) {
        List<Part> parts = new ArrayList<>();
        long end = 0;
        for (int i = 0; i < lengths.length; i++) {
            parts.add(new Part(end, id(made[i]), lengths[i]));
            sizes.put(id(made[i]), lengths[i]);
            end += lengths[i];
        }
        return parts;
    }

    private static Part at(Part part, long offset) {
        return new Part(offset, part.object(), part.sizeBytes());
    }

    private List<ObjectId> order(List<Part> rows) {
        List<Part> sorted = new ArrayList<>(rows);
        sorted.sort(Comparator.comparingLong(Part::offsetBytes));
        return PartOrder.of(sorted, sizes).map(PartOrderTest::ids).orElse(List.of());
    }

    private static List<ObjectId> ids(List<Part> parts) {
        return parts.stream().map(Part::object).toList();
    }

    /** Whatever rows say: what comes out is the order there was, or none. */
    @Test
    void noOtherOrderIsEverTold() {
        SplittableRandom random = new SplittableRandom(1);
        int told = 0;
        for (int run = 0; run < 20_000; run++) {
            sizes.clear();
            int count = 1 + random.nextInt(7);
            long[] made = new long[count];
            long[] lengths = new long[count];
            boolean inOrder = random.nextBoolean();
            for (int i = 0; i < count; i++) {
                made[i] = inOrder ? i : random.nextLong(1L << 60);
                lengths[i] = LENGTHS[random.nextInt(LENGTHS.length)];
            }
            List<Part> right = parts(made, lengths);
            List<Part> rows = new ArrayList<>(right);
            int wrong = random.nextInt(count + 1);
            for (int i = 0; i < wrong; i++) {
                int at = random.nextInt(count);
                rows.set(at, at(rows.get(at), random.nextInt(3) == 0 ? free(rows) : random.nextLong(FAR, 2 * FAR)));
            }
            List<ObjectId> order = order(rows);
            if (!order.isEmpty() && !isAscending(order)) {
                assertThat(order).as("%s of %s", rows, right).isEqualTo(ids(right));
            }
            told += order.isEmpty() ? 0 : 1;
            if (wrong == 0 || (wrong == 1 && inOrder)) {
                assertThat(order).as("%s of %s", rows, right).isEqualTo(ids(right));
            }
        }
        assertThat(told).isBetween(5_000, 19_000);
    }

    /** 0 when no row says so, as after another one was moved away from there. */
    private static long free(List<Part> rows) {
        return rows.stream().anyMatch(part -> part.offsetBytes() == 0) ? 2 * FAR + rows.hashCode() : 0;
    }

    /** As parts mostly are that come one after the other. It vouches for an order where nothing else speaks against it. */
    private static boolean isAscending(List<ObjectId> order) {
        List<ObjectId> sorted = new ArrayList<>(order);
        sorted.sort(Comparator.comparing(ObjectId::value));
        return sorted.equals(order);
    }

    @Test
    void aPartThatCannotBeTheFirstFindsItsPlaceWhateverWasMadeBefore() {
        List<Part> parts = parts(new long[] {9, 8, 7, 6}, 10, 10, 3, 10);
        assertThat(order(List.of(parts.get(0), parts.get(1), at(parts.get(2), FAR), parts.get(3))))
                .isEqualTo(ids(parts));
        assertThat(order(List.of(at(parts.get(0), FAR), parts.get(1), parts.get(2), parts.get(3))))
                .isEqualTo(ids(parts));
    }

    @Test
    void aPartThatMightBeTheFirstIsInDoubtUnlessItWasMadeWhereItFits() {
        List<Part> backwards = parts(new long[] {9, 8, 7, 6}, 10, 10, 3, 10);
        assertThat(order(List.of(backwards.get(0), backwards.get(1), backwards.get(2), at(backwards.get(3), FAR))))
                .as("as long as the first")
                .isEmpty();
        assertThat(order(List.of(backwards.get(0), at(backwards.get(1), FAR), backwards.get(2), backwards.get(3))))
                .as("beside the first")
                .isEmpty();
        List<Part> forwards = parts(new long[] {6, 7, 8, 9}, 10, 10, 3, 10);
        assertThat(order(List.of(forwards.get(0), forwards.get(1), forwards.get(2), at(forwards.get(3), FAR))))
                .isEqualTo(ids(forwards));
    }

    @Test
    void offsetsThatAgreeWithTheLengthsBesideThemAreBelievedWithThem() {
        List<Part> parts = parts(new long[] {3, 2, 1}, 10, 10, 10);
        Set<List<ObjectId>> orders = new HashSet<>();
        orders.add(order(List.of(
                new Part(0, parts.get(0).object(), 5),
                new Part(5, parts.get(1).object(), 77),
                new Part(82, parts.get(2).object(), 1))));
        assertThat(orders).containsExactly(ids(parts));
    }
}
