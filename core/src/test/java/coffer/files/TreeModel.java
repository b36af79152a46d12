package coffer.files;

import coffer.base.FileName;
import coffer.base.FilePath;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The tree as anybody would write it in an afternoon, in memory and for one thread: what the real one must equal. */
final class TreeModel {
    private static final String[] NAMES = {"a", "b", "A", "ä", "z z"};
    private static final int DEPTH_MAX = 4;

    private final Node root = new Node(null);

    /** A file has content, a collection has members. */
    private static final class Node {
        private final @Nullable String content;
        private final TreeMap<FileName, Node> members = new TreeMap<>();
        private final Map<String, String> properties = new TreeMap<>();

        Node(@Nullable String content) {
            this.content = content;
        }

        boolean collection() {
            return content == null;
        }

        Node copy(boolean recursive) {
            Node copy = new Node(content);
            copy.properties.putAll(properties);
            if (recursive) {
                members.forEach((name, member) -> copy.members.put(name, member.copy(true)));
            }
            return copy;
        }
    }

    /** One operation with all that it needs to be done again. */
    sealed interface Op {
        record Write(FilePath path, String content, boolean makeParents) implements Op {}

        record Make(FilePath path) implements Op {}

        record Remove(FilePath path) implements Op {}

        record Move(FilePath from, FilePath to, boolean overwrite) implements Op {}

        record Copy(FilePath from, FilePath to, boolean overwrite, boolean recursive) implements Op {}

        /** @param value null removes the property */
        record Patch(
                FilePath path, String property, @Nullable String value) implements Op {}

        /** Sets the time of modification, which gives a new tag. */
        record Touch(FilePath path, long second) implements Op {}
    }

    static Op randomOp(SplittableRandom random) {
        int kind = random.nextInt(100);
        if (kind < 35) {
            String content = Integer.toString(random.nextInt(10)).repeat(random.nextInt(40));
            return new Op.Write(randomPath(random), content, random.nextInt(4) == 0);
        }
        if (kind < 50) {
            return new Op.Make(randomPath(random));
        }
        if (kind < 60) {
            return new Op.Remove(randomPath(random));
        }
        if (kind < 78) {
            return new Op.Move(randomPath(random), randomPath(random), random.nextBoolean());
        }
        if (kind < 90) {
            return new Op.Copy(randomPath(random), randomPath(random), random.nextBoolean(), random.nextInt(5) > 0);
        }
        if (kind < 96) {
            String value = random.nextInt(3) == 0 ? null : Integer.toString(random.nextInt(100));
            return new Op.Patch(randomPath(random), "p" + random.nextInt(3), value);
        }
        return new Op.Touch(randomPath(random), 1 + random.nextInt(1_000_000));
    }

    private static FilePath randomPath(SplittableRandom random) {
        FilePath path = FilePath.ROOT;
        // Sometimes the root itself, which most operations refuse.
        int depth = random.nextInt(30) == 0 ? 0 : 1 + Math.min(random.nextInt(DEPTH_MAX), random.nextInt(DEPTH_MAX));
        for (int i = 0; i < depth; i++) {
            path = path.child(FileName.of(NAMES[random.nextInt(NAMES.length)]));
        }
        return path;
    }

    /** Does it, or refuses and changes nothing. */
    boolean apply(Op op) {
        return switch (op) {
            case Op.Write(FilePath path, String content, boolean makeParents) -> write(path, content, makeParents);
            case Op.Make(FilePath path) -> make(path);
            case Op.Remove(FilePath path) -> !path.isRoot() && find(path) != null && removeMember(path);
            case Op.Move(FilePath from, FilePath to, boolean overwrite) -> {
                Node node = movable(from, to, overwrite);
                if (node == null) {
                    yield false;
                }
                removeMember(from);
                put(to, node);
                yield true;
            }
            case Op.Copy(FilePath from, FilePath to, boolean overwrite, boolean recursive) -> {
                Node node = movable(from, to, overwrite);
                if (node == null) {
                    yield false;
                }
                put(to, node.copy(recursive));
                yield true;
            }
            case Op.Patch(FilePath path, String property, String value) -> {
                Node node = find(path);
                if (node == null) {
                    yield false;
                }
                if (value == null) {
                    node.properties.remove(property);
                } else {
                    node.properties.put(property, value);
                }
                yield true;
            }
            case Op.Touch(FilePath path, long _) -> find(path) != null;
        };
    }

    /** Which paths get a new tag by an operation that succeeds, in the tree as it is afterwards. */
    static Set<FilePath> renewed(Op op) {
        Set<FilePath> paths = new HashSet<>();
        switch (op) {
            case Op.Write write -> paths.addAll(upFrom(write.path()));
            case Op.Make make -> paths.addAll(upFrom(make.path()));
            case Op.Remove remove -> paths.addAll(upFrom(remove.path().parent()));
            case Op.Move move -> {
                paths.addAll(upFrom(move.from().parent()));
                paths.addAll(upFrom(move.to().parent()));
            }
            case Op.Copy copy -> paths.addAll(upFrom(copy.to().parent()));
            case Op.Patch _ -> {}
            case Op.Touch touch -> paths.addAll(upFrom(touch.path()));
        }
        return paths;
    }

    /** Every file and collection below the root in one line each: path, content, properties. */
    Map<String, String> lines() {
        Map<String, String> lines = new TreeMap<>();
        collect(root, "", lines);
        return lines;
    }

    static String line(@Nullable String content, Map<String, String> properties) {
        return (content == null ? "collection" : "file " + content) + " " + new TreeMap<>(properties);
    }

    private static void collect(Node node, String path, Map<String, String> lines) {
        node.members.forEach((name, member) -> {
            String below = path + "/" + name;
            lines.put(below, line(member.content, member.properties));
            collect(member, below, lines);
        });
    }

    private static Set<FilePath> upFrom(FilePath path) {
        Set<FilePath> paths = new HashSet<>();
        FilePath at = path;
        paths.add(at);
        while (!at.isRoot()) {
            at = at.parent();
            paths.add(at);
        }
        return paths;
    }

    private boolean write(FilePath path, String content, boolean makeParents) {
        Node existing = find(path);
        if (path.isRoot() || (existing != null && existing.collection())) {
            return false;
        }
        Node at = root;
        for (FileName name : path.parent().names()) {
            Node member = at.members.get(name);
            if (member == null ? !makeParents : !member.collection()) {
                return false;
            }
            if (member == null) {
                // From here on all are missing, so nothing below can refuse any more.
                member = new Node(null);
                at.members.put(name, member);
            }
            at = member;
        }
        Node file = new Node(content);
        if (existing != null) {
            file.properties.putAll(existing.properties);
        }
        at.members.put(path.name(), file);
        return true;
    }

    private boolean make(FilePath path) {
        if (path.isRoot() || find(path) != null || !isCollection(path.parent())) {
            return false;
        }
        put(path, new Node(null));
        return true;
    }

    private @Nullable Node movable(FilePath from, FilePath to, boolean overwrite) {
        Node node = find(from);
        boolean possible = !from.startsWith(to)
                && !to.startsWith(from)
                && isCollection(to.parent())
                && (overwrite || find(to) == null);
        return possible ? node : null;
    }

    private boolean isCollection(FilePath path) {
        Node node = find(path);
        return node != null && node.collection();
    }

    private @Nullable Node find(FilePath path) {
        Node at = root;
        for (FileName name : path.names()) {
            at = at == null ? null : at.members.get(name);
        }
        return at;
    }

    private boolean removeMember(FilePath path) {
        Node parent = find(path.parent());
        return parent != null && parent.members.remove(path.name()) != null;
    }

    private void put(FilePath path, Node node) {
        Node parent = find(path.parent());
        if (parent == null) {
            throw new IllegalStateException("no parent for " + path);
        }
        parent.members.put(path.name(), node);
    }
}
