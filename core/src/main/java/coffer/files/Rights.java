package coffer.files;

import java.util.EnumSet;
import java.util.Set;

/** The one place that computes what may be done with an entry: from the view, and from what the entry is. */
final class Rights {
    private Rights() {}

    /**
     * @param root whether it is the root of the view: stock 32 shows a home without the letter {@code R}, for nobody can
     *     hand on a whole account
     */
    static Set<Right> of(View view, boolean root, boolean collection) {
        EnumSet<Right> rights = EnumSet.noneOf(Right.class);
        rights.addAll(view.rights());
        if (root) {
            rights.remove(Right.SHARE);
        }
        if (!collection) {
            rights.remove(Right.CREATE);
        }
        return rights;
    }
}
