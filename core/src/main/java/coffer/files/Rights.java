package coffer.files;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The one place that computes what may be done with an entry: from the view, and from what the entry is. */
final class Rights {
    /** By the rights of a view, of which there are few. */
    private static final Map<Set<Right>, Rights> KNOWN = new ConcurrentHashMap<>();

    private final Set<Right> root;
    private final Set<Right> collection;
    private final Set<Right> file;

    private Rights(Set<Right> ofView) {
        root = without(ofView, Right.SHARE);
        collection = ofView;
        file = without(ofView, Right.CREATE);
    }

    /**
     * @param root whether it is the root of the view, always a collection: stock 32 shows a home without the letter {@code R},
     *     for nobody can hand on a whole account
     */
    static Set<Right> of(View view, boolean root, boolean collection) {
        Rights rights = KNOWN.computeIfAbsent(view.rights(), Rights::new);
        return root ? rights.root : collection ? rights.collection : rights.file;
    }

    private static Set<Right> without(Set<Right> rights, Right one) {
        return rights.stream().filter(right -> right != one).collect(Collectors.toUnmodifiableSet());
    }
}
