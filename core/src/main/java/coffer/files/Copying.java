package coffer.files;

import coffer.base.FileId;
import coffer.base.FilePath;
import coffer.blobs.Objects;
import coffer.db.Transaction;
import coffer.events.Event;
import coffer.events.EventType;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/**
 * Copying files and collections. Content is named once more, never copied.
 *
 * <p>A collection is copied in batches below {@link Node#MAKING}, where nobody finds it, and one short transaction puts it
 * in its place; that is also where quota, locks and conditions are asked for the last time. Between batches the source
 * may change: the copy then holds some of the changes, and always is a tree in order.
 */
final class Copying {
    private final Changes changes;
    private final Objects objects;
    private final Removing removing;
    private final long membersMax;

    /** @param membersMax see {@link Files#COPY_MEMBERS_MAX} */
    Copying(Changes changes, Objects objects, Removing removing, long membersMax) {
        this.changes = changes;
        this.objects = objects;
        this.removing = removing;
        this.membersMax = membersMax;
    }

    /** One copy as it was asked for. */
    private record Request(Spot from, Spot to, boolean overwrite, Conditions conditions) {
        View source() {
            return from.view();
        }

        View target() {
            return to.view();
        }
    }

    /** Source and target as an attempt has found them, after everything was asked but the quota. */
    private record Found(Node source, Target target) {
        long replacedBytes() {
            return target.replaced().map(Node::sizeBytes).orElse(0L);
        }
    }

    CopyResult copy(Spot from, Spot to, boolean overwrite, boolean recursive, Conditions conditions) {
        Request request = new Request(from, to, overwrite, conditions);
        Changes.Subject subject = new Changes.Subject(EventType.FILE_COPIED, to.view(), to.path());
        return changes.answer(CopyResult.class, subject, () -> {
            Node source = changes.read(session -> {
                Attempt reading = changes.attempt(session, request.source(), conditions);
                Attempt writing = from.view().equals(to.view())
                        ? reading
                        : changes.attempt(session, request.target(), conditions);
                Found found = find(reading, writing, request);
                if (recursive || !found.source.collection()) {
                    changes.usage()
                            .requireFree(session, request.target(), found.source.sizeBytes() - found.replacedBytes());
                }
                return found.source;
            });
            return source.collection() && recursive ? copyTree(request, source) : copyOne(request, source);
        });
    }

    private static Found find(Attempt reading, Attempt writing, Request request) throws SQLException {
        FilePath from = request.from.path();
        FilePath to = request.to.path();
        Located source = reading.locate(from);
        Node node = reading.existing(source);
        Target target = request.source().equals(request.target())
                ? Target.of(writing, from, to, request.overwrite)
                : Target.across(source, writing, to, request.overwrite);
        reading.conditionsHold(source);
        reading.allowed(Right.READ, node);
        reading.takenAway(request.source(), request.target());
        target.requireAllowed(writing);
        if (reading == writing) {
            target.requireUnlocked(writing);
        } else {
            target.requireUnlockedThere(writing);
        }
        return new Found(node, target);
    }

    /** The source must still be the one the copy was begun for. */
    private static Found findAgain(Attempt reading, Attempt writing, Request request, Node source) throws SQLException {
        Found found = find(reading, writing, request);
        if (!found.source.id().equals(source.id())) {
            throw new Refused(new Refusal.NotFound());
        }
        return found;
    }

    /** A file, or a collection without its members. */
    private CopyResult copyOne(Request request, Node begun) {
        FileId id = changes.nextId();
        return changes.commit(request.source(), request.target(), request.conditions, (tx, reading, writing) -> {
            Found found = findAgain(reading, writing, request, begun);
            Target target = found.target;
            Node copy = TreeCopy.copyOf(
                    changes,
                    found.source,
                    id,
                    request.target().space(),
                    target.parent().id().value(),
                    target.path().name().value());
            if (copy.object() != null) {
                objects.keep(tx, copy.object());
            }
            Optional<Node> replaced = makeRoom(tx, writing, target, copy.sizeBytes());
            Nodes.insert(tx, copy);
            if (copy.propertyBytes() > 0) {
                Properties.copy(tx, Map.of(found.source.id(), id));
            }
            return attached(tx, request, found.source, copy, replaced.isPresent(), 1);
        });
    }

    private CopyResult copyTree(Request request, Node begun) {
        TreeCopy copy = new TreeCopy(changes, begun, request.target().space(), membersMax);
        boolean done = false;
        try {
            copy.make();
            CopyResult result = attach(request, begun, copy);
            done = true;
            return result;
        } finally {
            if (!done) {
                copy.discard();
            }
        }
    }

    private CopyResult attach(Request request, Node begun, TreeCopy copy) {
        return changes.commit(request.source(), request.target(), request.conditions, (tx, reading, writing) -> {
            Found found = findAgain(reading, writing, request, begun);
            Node made = changes.settled(tx, copy.root(tx));
            Target target = found.target;
            Optional<Node> replaced = makeRoom(tx, writing, target, made.sizeBytes());
            long parent = target.parent().id().value();
            String name = target.path().name().value();
            Nodes.place(tx, made, parent, name);
            return attached(
                    tx, request, found.source, made.withPlace(parent, name), replaced.isPresent(), copy.members());
        });
    }

    /** Removes what is at the target and charges the copy; what is removed makes room for it. */
    private Optional<Node> makeRoom(Transaction tx, Attempt attempt, Target target, long bytes) throws SQLException {
        Optional<Node> replaced = target.replaced();
        if (replaced.isPresent()) {
            removing.detach(tx, attempt, target.located(), replaced.get());
        }
        changes.usage().charge(tx, attempt.view(), bytes);
        return replaced;
    }

    private CopyResult attached(
            Transaction tx, Request request, Node source, Node copy, boolean replaced, long members) {
        changes.touch(tx, copy.parent(), copy.sizeBytes());
        Event event = Journal.ok(EventType.FILE_COPIED, request.target(), request.to.path(), copy)
                .with("source", request.from.path().toString())
                .with("source_id", Long.toString(source.id().value()))
                .with("members", Long.toString(members))
                .with(Journal.SIZE, Long.toString(copy.sizeBytes()));
        changes.journal().append(tx, event);
        return new CopyResult.Copied(Entries.of(request.target(), copy), replaced);
    }
}
