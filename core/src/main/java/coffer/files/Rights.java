package coffer.files;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The one place that computes what may be done with an entry: from the view, and from what the entry is. */
final class Rights {
    /** By the rights of a view: all combinations. */
    private static final Map<Set<Right>, Rights> KNOWN =
            combinations().stream().collect(Collectors.toUnmodifiableMap(rights -> rights, Rights::new));

    private final Set<Right> home;
    private final Set<Right> collection;
    private final Set<Right> file;

    private Rights(Set<Right> ofView) {
        home = without(ofView, Right.SHARE);
        collection = ofView;
        file = without(ofView, Right.CREATE);
    }

    /** What this view allows, for many entries. */
    static Rights in(View view) {
        return Objects.requireNonNull(KNOWN.get(view.rights()));
    }

    /**
     * @param home whether it is the root of what is somebody's own: stock 32 shows it without the letter {@code R},
     *     for nobody can hand on a whole account
     */
    Set<Right> of(boolean home, boolean collection) {
        return home && collection ? this.home : collection ? this.collection : file;
    }

    private static List<Set<Right>> combinations() {
        List<Set<Right>> combinations = List.of(Set.of());
        for (Right right : Right.values()) {
            combinations = combinations.stream()
                    .flatMap(without -> Stream.of(without, with(without, right)))
                    .toList();
        }
        return combinations;
    }

    private static Set<Right> with(Set<Right> rights, Right one) {
        return Stream.concat(rights.stream(), Stream.of(one)).collect(Collectors.toUnmodifiableSet());
    }

    private static Set<Right> without(Set<Right> rights, Right one) {
        return rights.stream().filter(right -> right != one).collect(Collectors.toUnmodifiableSet());
    }
}
