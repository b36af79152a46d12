package coffer.systemtests.faults;

import java.util.ArrayList;
import java.util.List;

/**
 * What the trash bin should hold of a writer. Immutable.
 *
 * @param items the one that was deleted last comes first, as the server lists them
 */
record Bin(List<Item> items) {

    static final Bin EMPTY = new Bin(List.of());

    /**
     * Something that was deleted, or replaced by a move or a copy.
     *
     * @param location where it was, relative to the writer's folder
     * @param parent the folder it was in, as {@link Tree#folder} tells it from others
     * @param part what it is, itself under the empty path
     */
    record Item(String location, long parent, Tree part) {}

    Bin {
        items = List.copyOf(items);
    }

    /** With what is at a path of the tree, which is about to go. */
    Bin with(Tree tree, String path) {
        var more = new ArrayList<>(items);
        more.addFirst(new Item(path, tree.folder(Tree.parent(path)).orElseThrow(), tree.below(path)));
        return new Bin(more);
    }

    Bin without(int index) {
        var fewer = new ArrayList<>(items);
        fewer.remove(index);
        return new Bin(fewer);
    }
}
