package coffer.blobs;

import coffer.base.ObjectId;
import coffer.blobs.StoredObject.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * In which order the parts of a manifest follow each other when its rows may be wrong. Parts in a wrong order would be another content, so
 * there is an answer only where the offsets prove it:
 *
 * <ul>
 *   <li>they leave no gap by the lengths that stand beside them, right or wrong: both were made in this order;
 *   <li>they leave no gap by the true lengths of the parts;
 *   <li>one of them is astray, and without it there is one gap, in which its part fits. The offset 0 vouches for little, since that is what an
 *       erased column says: where the part that is astray might as well be the first, the parts must have been made in this order, too.
 * </ul>
 */
final class PartOrder {
    private PartOrder() {}

    /**
     * The parts as they follow each other; empty when that is in doubt.
     *
     * @param parts in the order of the offsets that their rows have
     * @param sizes the true length of each, which is not 0
     */
    static Optional<List<Part>> of(List<Part> parts, Map<ObjectId, Long> sizes) {
        if (isGapless(parts)) {
            return Optional.of(parts);
        }
        Map<Long, Part> byOffset = new HashMap<>();
        parts.forEach(part -> byOffset.put(part.offsetBytes(), part));
        List<Part> order = new ArrayList<>();
        long end = follow(byOffset, 0, sizes, order);
        return order.size() == parts.size() ? Optional.of(order) : oneAstray(parts, byOffset, sizes, order, end);
    }

    private static boolean isGapless(List<Part> parts) {
        long end = 0;
        for (Part part : parts) {
            if (part.offsetBytes() != end) {
                return false;
            }
            end += part.sizeBytes();
        }
        return true;
    }

    /** Adds the parts that follow each other by their true lengths, and returns where the last of them ends. */
    private static long follow(Map<Long, Part> byOffset, long from, Map<ObjectId, Long> sizes, List<Part> order) {
        long end = from;
        for (Part next = byOffset.get(end); next != null; next = byOffset.get(end)) {
            order.add(next);
            end += size(next, sizes);
        }
        return end;
    }

    /** @param head those before the gap, which ends at {@code end} */
    private static Optional<List<Part>> oneAstray(
            List<Part> parts, Map<Long, Part> byOffset, Map<ObjectId, Long> sizes, List<Part> head, long end) {
        Set<Part> placed = new HashSet<>(head);
        List<List<Part>> found = new ArrayList<>();
        @Nullable Part candidate = null;
        for (Part astray : parts) {
            if (!placed.contains(astray)) {
                List<Part> order = new ArrayList<>(head);
                order.add(astray);
                byOffset.remove(astray.offsetBytes());
                follow(byOffset, end + size(astray, sizes), sizes, order);
                byOffset.put(astray.offsetBytes(), astray);
                if (order.size() == parts.size()) {
                    found.add(order);
                    candidate = astray;
                }
            }
        }
        return found.size() == 1 && isVouchedFor(found.getFirst(), candidate, sizes)
                ? Optional.of(found.getFirst())
                : Optional.empty();
    }

    /** Whether the part that is astray cannot have changed places with the one at 0, without all between them being elsewhere. */
    private static boolean isVouchedFor(List<Part> order, @Nullable Part astray, Map<ObjectId, Long> sizes) {
        int place = order.indexOf(astray);
        boolean mayBeFirst = place == 1 || size(order.get(place), sizes) == size(order.getFirst(), sizes);
        return place == 0 || !mayBeFirst || madeInOrder(order);
    }

    private static boolean madeInOrder(List<Part> order) {
        for (int i = 1; i < order.size(); i++) {
            byte[] before = order.get(i - 1).object().bytes();
            if (Arrays.compareUnsigned(before, order.get(i).object().bytes()) >= 0) {
                return false;
            }
        }
        return true;
    }

    private static long size(Part part, Map<ObjectId, Long> sizes) {
        return sizes.getOrDefault(part.object(), part.sizeBytes());
    }
}
