package coffer.files;

import coffer.base.FileName;
import coffer.base.FilePath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One place as somebody sees it: the view that shows it, which is another one below something received, and the path in that view.
 *
 * @param mount what was received and shows it; null in the view one began with
 * @param mountPath where that is, in the view one began with; the root without a mount
 */
public record Spot(View view, FilePath path, @Nullable Mount mount, FilePath mountPath) {
    /** A place of the view itself. */
    public static Spot of(View view, FilePath path) {
        return new Spot(view, path, null, FilePath.ROOT);
    }

    /** Whether it is what was received itself: its name and place are the recipient's. */
    public boolean isMountRoot() {
        return mount != null && path.isRoot();
    }

    /** The whole path, in the view one began with. */
    public FilePath whole() {
        List<FileName> names = new ArrayList<>(mountPath.names());
        names.addAll(path.names());
        return new FilePath(names);
    }
}
