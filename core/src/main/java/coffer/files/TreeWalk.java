package coffer.files;

import coffer.base.FileId;
import coffer.base.ObjectId;
import coffer.base.SpaceId;
import coffer.blobs.ObjectSizes;
import coffer.db.Database;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Walks down a part of the tree, depth first, and counts how large everything in it is from the contents of the files alone. Keeps a page of
 * members for each level.
 */
final class TreeWalk {
    /** Members of a collection that are read at once. */
    private static final int PAGE = 200;

    private final Database database;
    private final ObjectSizes objects;

    TreeWalk(Database database, ObjectSizes objects) {
        this.database = database;
        this.objects = objects;
    }

    /** A file or collection, and the size that its row says. */
    record Member(FileId id, long parent, SpaceId space, long saidBytes) {}

    /** Learns the sizes, of collections behind those of their members. */
    interface Visitor {
        void counted(Member member, long bytes);

        /** The content of a file cannot be counted; what its row says is taken for its size. */
        void unknown(Member member, @Nullable ObjectId content);
    }

    /** How large all that is below a collection, or below one of the places in {@link Node}, is together. */
    long below(long collection, Visitor visitor) {
        Deque<Frame> frames = new ArrayDeque<>();
        Frame frame = new Frame(null, collection);
        while (true) {
            Member next = frame.waiting.poll();
            if (next != null) {
                frames.push(frame);
                frame = new Frame(next, next.id.value());
            } else if (!page(frame, visitor)) {
                if (frames.isEmpty()) {
                    return frame.bytes;
                }
                Frame done = frame;
                visitor.counted(Objects.requireNonNull(done.member), done.bytes);
                frame = frames.pop();
                frame.add(done.bytes);
            }
        }
    }

    /** The size of a file that was read. */
    long file(Node file, Map<ObjectId, Long> sizes, Visitor visitor) {
        Member member = member(file);
        Long bytes = file.object() == null ? null : sizes.get(file.object());
        if (bytes == null) {
            visitor.unknown(member, file.object());
            return file.sizeBytes();
        }
        visitor.counted(member, bytes);
        return bytes;
    }

    private static Member member(Node node) {
        return new Member(node.id(), node.parent(), node.space(), node.sizeBytes());
    }

    /** Reads some more members; false when there are none. */
    private boolean page(Frame frame, Visitor visitor) {
        List<Node> members = database.readOne(session -> Nodes.members(session, frame.collection, frame.after, PAGE));
        if (members.isEmpty()) {
            return false;
        }
        Map<ObjectId, Long> sizes = objects.of(contents(members));
        for (Node node : members) {
            if (node.collection()) {
                frame.waiting.add(member(node));
            } else {
                frame.add(file(node, sizes, visitor));
            }
        }
        frame.after = members.getLast().name();
        return true;
    }

    /** What files among these name. */
    static List<ObjectId> contents(List<Node> nodes) {
        return nodes.stream()
                .map(Node::object)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    /** A collection that is being counted. */
    private static final class Frame {
        /** Null for a place that has no row. */
        private final @Nullable Member member;

        private final long collection;
        private final Queue<Member> waiting = new ArrayDeque<>();
        private String after = "";
        private long bytes;

        Frame(@Nullable Member member, long collection) {
            this.member = member;
            this.collection = collection;
        }

        /** What cannot be counted may say anything: nothing is larger than the largest number. */
        void add(long more) {
            bytes = bytes > Long.MAX_VALUE - more ? Long.MAX_VALUE : bytes + more;
        }
    }
}
