package coffer.systemtests.faults;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a folder should hold: the model that the server's real tree is compared with. Immutable; each change makes a new tree.
 *
 * @param nodes by path relative to the folder, such as {@code /a/b}; the folder itself is not among them
 */
record Tree(SortedMap<String, Node> nodes) {

    static final Tree EMPTY = new Tree(new TreeMap<>());

    sealed interface Node {}

    /** @param identity tells it from every other folder that is or was there; it stays when the folder moves */
    record Folder(long identity) implements Node {
        private static final AtomicLong LAST = new AtomicLong();

        static Folder made() {
            return new Folder(LAST.incrementAndGet());
        }
    }

    /**
     * @param etag as the server said it, or null while it has not said it
     * @param former what it contained before, the newest first: its versions
     */
    record File(Content content, @Nullable String etag, List<Content> former) implements Node {
        File {
            former = List.copyOf(former);
        }

        static File made(Content content) {
            return new File(content, null, List.of());
        }

        /** With another content; the one before becomes a version, unless it was empty. */
        File written(Content next) {
            var before = new ArrayList<>(former);
            if (content.sizeBytes() > 0) {
                before.addFirst(content);
            }
            return new File(next, null, before);
        }

        File withEtag(@Nullable String said) {
            return new File(content, said, former);
        }
    }

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

    /** The file at the path with this content, made or overwritten. */
    Tree written(String path, Content content) {
        return with(path, nodes.get(path) instanceof File file ? file.written(content) : File.made(content));
    }

    /** The copy replaces what is at {@code to}; copies have entity tags of their own, which are not known yet, and no versions. */
    Tree copied(String from, String to) {
        return placed(from, to, node -> node instanceof File file ? File.made(file.content()) : Folder.made());
    }

    /** A moved file may keep its entity tag or get a new one; the server has to say. */
    Tree moved(String from, String to) {
        return placed(from, to, node -> node instanceof File file ? file.withEtag(null) : node)
                .without(from);
    }

    private Tree placed(String from, String to, UnaryOperator<Node> as) {
        return without(to)
                .plus(
                        to,
                        new Tree(below(from).nodes.entrySet().stream()
                                .collect(Collectors.toMap(
                                        Map.Entry::getKey,
                                        entry -> as.apply(entry.getValue()),
                                        (one, _) -> one,
                                        TreeMap::new))));
    }

    /** What is at and below the path, by path relative to it, itself under the empty path. */
    Tree below(String path) {
        var part = new TreeMap<String, Node>();
        nodes.forEach((other, node) -> {
            if (isAtOrBelow(other, path)) {
                part.put(other.substring(path.length()), node);
            }
        });
        return new Tree(part);
    }

    /** With such a part in a place that is free. */
    Tree plus(String path, Tree part) {
        var changed = new TreeMap<>(nodes);
        part.nodes.forEach((relative, node) -> changed.put(path + relative, node));
        return new Tree(changed);
    }

    /** Which folder is at the path, if any is; the empty path is the whole. */
    Optional<Long> folder(String path) {
        if (path.isEmpty()) {
            return Optional.of(0L);
        }
        return nodes.get(path) instanceof Folder folder ? Optional.of(folder.identity()) : Optional.empty();
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
