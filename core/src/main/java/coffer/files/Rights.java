package coffer.files;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The one place that computes what may be done with an entry: from the view, and from what the entry is. */
final class Rights {
    private static final Right[] ALL = Right.values();

    /** All combinations; a right stands at the bit of its ordinal. */
    private static final List<Set<Right>> COMBINATIONS =
            IntStream.range(0, 1 << ALL.length).mapToObj(Rights::combination).toList();

    private Rights() {}

    /**
     * @param root whether it is the root of the view: stock 32 shows a home without the letter {@code R}, for nobody can
     *     hand on a whole account
     */
    static Set<Right> of(View view, boolean root, boolean collection) {
        int bits = 0;
        for (Right right : ALL) {
            boolean without = root && right == Right.SHARE || !collection && right == Right.CREATE;
            if (!without && view.rights().contains(right)) {
                bits |= 1 << right.ordinal();
            }
        }
        return COMBINATIONS.get(bits);
    }

    private static Set<Right> combination(int bits) {
        return Arrays.stream(ALL)
                .filter(right -> (bits >> right.ordinal() & 1) == 1)
                .collect(Collectors.toUnmodifiableSet());
    }
}
