package coffer.systemtests.faults;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a folder should hold: the model that the server's real tree is compared with. Immutable; each change makes a new tree.
 *
 * @param nodes by path relative to the folder, such as {@code /a/b}; the folder itself is not among them
 */
record Tree(SortedMap<String, Node> nodes) {

    static final Tree EMPTY = new Tree(new TreeMap<>());

    sealed interface Node {}

    record Folder() implements Node {}

    /** @param etag as the server said it, or null while it has not said it */
    record File(Content content, @Nullable String etag) implements Node {}

    Tree {
        nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
    }

    Optional<Node> node(String path) {
        return Optional.ofNullable(nodes.get(path));
    }

    boolean has(String path) {
        return path.isEmpty() || nodes.containsKey(path);
    }

    int size() {
        return nodes.size();
    }

    List<String> paths(Predicate<Node> kind) {
        return nodes.entrySet().stream()
                .filter(entry -> kind.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    Tree with(String path, Node node) {
        var changed = new TreeMap<>(nodes);
        changed.put(path, node);
        return new Tree(changed);
    }

    /** Without the path and everything below it. */
    Tree without(String path) {
        var changed = new TreeMap<>(nodes);
        changed.keySet().removeIf(other -> isAtOrBelow(other, path));
        return new Tree(changed);
    }

    /** The copy replaces what is at {@code to}; copies have entity tags of their own, which are not known yet. */
    Tree copied(String from, String to) {
        var changed = new TreeMap<>(without(to).nodes);
        nodes.forEach((path, node) -> {
            if (isAtOrBelow(path, from)) {
                var copy = node instanceof File file ? new File(file.content(), null) : node;
                changed.put(to + path.substring(from.length()), copy);
            }
        });
        return new Tree(changed);
    }

    /** A moved file may keep its entity tag or get a new one; the server has to say. */
    Tree moved(String from, String to) {
        return copied(from, to).without(from);
    }

    /** Bytes in all files at and below the path; the empty path is the whole. */
    long sizeBytes(String path) {
        return nodes.entrySet().stream()
                .filter(entry -> path.isEmpty() || isAtOrBelow(entry.getKey(), path))
                .mapToLong(entry ->
                        entry.getValue() instanceof File file ? file.content().sizeBytes() : 0)
                .sum();
    }

    static boolean isAtOrBelow(String path, String top) {
        return path.equals(top) || path.startsWith(top + "/");
    }

    static String parent(String path) {
        return path.substring(0, path.lastIndexOf('/'));
    }
}
