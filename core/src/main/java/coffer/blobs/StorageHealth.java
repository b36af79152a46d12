package coffer.blobs;

import coffer.base.AccountId;
import coffer.base.ObjectId;
import coffer.db.Database;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How stored content is doing, for status pages and operators. Thread-safe. */
public final class StorageHealth {
    private final Database database;
    private final Objects objects;
    private final SeenAs seenAs;
    private final Function<AccountId, Optional<String>> uids;
    private final Clock clock;

    /**
     * @param seenAs where people see the objects that are damaged
     * @param uids the user id of an account; empty when it is gone
     */
    public StorageHealth(
            Database database,
            Objects objects,
            SeenAs seenAs,
            Function<AccountId, Optional<String>> uids,
            Clock clock) {
        this.database = database;
        this.objects = objects;
        this.seenAs = seenAs;
        this.uids = uids;
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

    /** Where people see an object: {@code alice: /Documents/plan.pdf}. */
    public List<String> places(ObjectId object) {
        return seenAs.places(object).stream()
                .map(place -> uids.apply(place.owner())
                                .orElseGet(() -> "account " + place.owner().value())
                        + ": " + place.where())
                .toList();
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
