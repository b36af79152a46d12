package coffer.blobs;

import coffer.base.ObjectId;
import coffer.db.Database;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How stored content is doing, for status pages and operators. Thread-safe. */
public final class StorageHealth {
    private final Database database;
    private final Objects objects;
    private final SeenAs seenAs;
    private final Clock clock;

    /** @param seenAs where people see the objects that are damaged */
    public StorageHealth(Database database, Objects objects, SeenAs seenAs, Clock clock) {
        this.database = database;
        this.objects = objects;
        this.seenAs = seenAs;
        this.clock = clock;
    }

    /** Counts everything; takes its time where there are millions of objects. */
    public StorageStatus status() {
        return StorageStatus.of(database);
    }

    /** What is noted as damaged, as {@link DamagedObjects#page}. */
    public List<DamagedObjects.Entry> damaged(@Nullable ObjectId after, int max) {
        return new DamagedObjects(database).page(after, max);
    }

    /** Where people see an object. */
    public List<String> places(ObjectId object) {
        return seenAs.places(object);
    }

    /**
     * Checks all objects, or one in so many, now and as fast as it goes.
     *
     * @param keyed whether every segment is opened
     * @param found told of each damaged object
     * @throws coffer.keys.RootKeyAway when a key is needed that cannot be had; what was found until then is noted
     */
    public ScrubReport check(boolean keyed, int oneIn, Consumer<ScrubFinding> found) {
        return new Scrub(database, objects, clock, ScrubPolicy.now(keyed, oneIn), _ -> {}).whole(found);
    }
}
