package coffer.trash;

import coffer.accounts.AccountRemoval;
import coffer.base.AccountId;
import coffer.base.Actor;
import coffer.base.FileId;
import coffer.base.FilePath;
import coffer.base.SpaceId;
import coffer.db.Database;
import coffer.db.Transaction;
import coffer.events.Event;
import coffer.events.EventLog;
import coffer.events.EventType;
import coffer.events.Target;
import coffer.files.Files;
import coffer.files.RestoreResult;
import coffer.files.View;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looking into the trash bin, bringing things back and deleting them for good. Only the owner's view of a whole space has one.
 * Thread-safe; blocks.
 */
public final class Trash implements AccountRemoval {
    /** The most items of one page. */
    public static final int PAGE_MAX = 500;

    /** Items that one transaction deletes, so that it stays short. */
    static final int BATCH_MAX = 100;

    /** Transactions of one round of {@link #expire} and {@link #remove}. */
    static final int BATCHES_MAX = 20;

    private final Database database;
    private final Files files;
    private final EventLog events;
    private final TrashExpiry expiry;

    public Trash(Database database, Files files, EventLog events, TrashPolicy policy, Clock clock) {
        this.database = database;
        this.files = files;
        this.events = events;
        this.expiry = new TrashExpiry(database, files, this, policy, clock);
    }

    /**
     * What is in the trash bin, the newest first.
     *
     * @param after the last item of the page before; null for the first page
     * @param max at most {@link #PAGE_MAX}
     * @return fewer than {@code max} only at the end
     */
    public List<TrashItem> list(View home, @Nullable TrashItem after, int max) {
        if (max < 1 || max > PAGE_MAX) {
            throw new IllegalArgumentException("a page has 1 to " + PAGE_MAX + " items, not " + max);
        }
        return database.read(session -> TrashRows.newest(session, home.space(), after, max));
    }

    /** What clients call by this key; empty when it is gone. */
    public Optional<TrashItem> find(View home, TrashKey key) {
        return database.read(session -> TrashRows.find(session, home.space(), key));
    }

    /** The bytes of all that is in the trash bin of a space. */
    public long bytes(View home) {
        return database.read(session -> TrashRows.bytes(session, home.space()));
    }

    /** The file or collection of an item, and what is below it: it can be listed, read, and deleted for good. */
    public static View inside(View home, TrashItem item) {
        return home.removed(item.id());
    }

    /**
     * Brings an item back, or a part of it.
     *
     * @param below the path of the part within the item; the root for all of it
     */
    public RestoreResult restore(View home, TrashItem item, FilePath below) {
        return files.restore(home, inside(home, item), below, item.location(), item.parent(), (tx, restored) -> {
            if (restored.id().equals(item.id())) {
                TrashRows.delete(tx, item.id());
            }
        });
    }

    /**
     * Deletes an item for good, with all below it.
     *
     * @return whether it was there
     */
    public boolean delete(View home, TrashItem item) {
        return !delete(home.actor(), EventType.TRASH_DELETED, List.of(item)).isEmpty();
    }

    /** Deletes for good what is in the trash bin when this begins, in batches. */
    public void empty(View home) {
        Optional<TrashItem> newest = list(home, null, 1).stream().findFirst();
        if (newest.isEmpty()) {
            return;
        }
        List<TrashItem> batch;
        do {
            batch = database.read(session -> TrashRows.oldest(session, home.space(), BATCH_MAX)).stream()
                    .filter(item -> !item.removed().isAfter(newest.get().removed()))
                    .toList();
            delete(home.actor(), EventType.TRASH_DELETED, batch);
        } while (batch.size() == BATCH_MAX);
    }

    /**
     * Deletes for good what is too old, and what has to make room, as much as a round may.
     *
     * @return whether more is waiting
     */
    public boolean expire() {
        return expiry.round();
    }

    /** Empties the trash bin of an account that is gone. */
    @Override
    public boolean remove(AccountId account) {
        Optional<SpaceId> home = files.spaces().homeOf(account);
        for (int i = 0; i < BATCHES_MAX && home.isPresent(); i++) {
            List<TrashItem> batch = database.read(session -> TrashRows.oldest(session, home.get(), BATCH_MAX));
            if (batch.isEmpty()) {
                return true;
            }
            delete(Actor.system("account removal"), EventType.TRASH_DELETED, batch);
        }
        return home.isEmpty();
    }

    /** Deletes items of one space for good, and returns those that were there. */
    List<FileId> delete(Actor actor, EventType type, List<TrashItem> items) {
        if (items.isEmpty()) {
            return List.of();
        }
        Map<FileId, TrashItem> byId = items.stream().collect(Collectors.toMap(TrashItem::id, Function.identity()));
        return files.purge(items.getFirst().space(), byId.keySet(), (tx, id) -> {
            TrashRows.delete(tx, id);
            note(tx, type, actor, byId.get(id));
        });
    }

    private void note(Transaction tx, EventType type, Actor actor, @Nullable TrashItem item) {
        if (item != null) {
            Target target = new Target(
                    "file", Long.toString(item.id().value()), item.location().toString(), item.ownerUid());
            events.append(
                    tx,
                    Event.ok(type, actor, target)
                            .without("size_bytes", Long.toString(item.sizeBytes()))
                            .without("removed", item.removed().toString()));
        }
    }
}
