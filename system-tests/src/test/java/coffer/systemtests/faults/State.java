package coffer.systemtests.faults;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * All that the server should hold of a writer: what is in its folder, with the versions of the files, and what of it is in the trash
 * bin. A thing that is deleted or comes back changes both at once, so that it is never in both places nor in neither. Immutable.
 */
record State(Tree tree, Bin bin) {

    static final State EMPTY = new State(Tree.EMPTY, Bin.EMPTY);

    State written(String path, Content content) {
        return new State(tree.written(path, content), bin);
    }

    State withFolder(String path) {
        return new State(tree.with(path, Tree.Folder.made()), bin);
    }

    State deleted(String path) {
        return new State(tree.without(path), bin.with(tree, path));
    }

    State copied(String from, String to) {
        return new State(tree.copied(from, to), displacing(to));
    }

    State moved(String from, String to) {
        return new State(tree.moved(from, to), displacing(to));
    }

    private Bin displacing(String to) {
        return tree.has(to) ? bin.with(tree, to) : bin;
    }

    /** An old content comes back, as a new write. */
    State reverted(String path, int version) {
        var file = (Tree.File) tree.node(path).orElseThrow();
        return written(path, file.former().get(version));
    }

    /** Items that come back to exactly where they were: the folder they were in is still there, and the place is free. */
    List<Integer> restorable() {
        return IntStream.range(0, bin.items().size())
                .filter(index -> {
                    var item = bin.items().get(index);
                    var parent = tree.folder(Tree.parent(item.location()));
                    return !tree.has(item.location())
                            && parent.filter(id -> id == item.parent()).isPresent();
                })
                .boxed()
                .toList();
    }

    State restored(int index) {
        var item = bin.items().get(index);
        return new State(tree.plus(item.location(), item.part()), bin.without(index));
    }

    /** Deleted for good. */
    State purged(int index) {
        return new State(tree, bin.without(index));
    }

    /** With the entity tag that the server has said. */
    State withEtag(String path, @Nullable String etag) {
        var file = (Tree.File) tree.node(path).orElseThrow();
        return new State(tree.with(path, file.withEtag(etag)), bin);
    }
}
