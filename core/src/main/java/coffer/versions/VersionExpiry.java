package coffer.versions;

import coffer.base.Actor;
import coffer.base.SpaceId;
import coffer.db.Database;
import coffer.db.Partition;
import coffer.events.Event;
import coffer.events.EventLog;
import coffer.events.EventType;
import coffer.events.Target;
import coffer.files.Files;
import coffer.files.UsedQuota;
import coffer.files.View;
import coffer.versions.VersionRows.Old;
import coffer.versions.VersionRows.Owner;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Versions that have become superfluous with age, and those that have to make room. For one thread. */
final class VersionExpiry {
    /** Files that one round thins out. */
    static final int FILES_MAX = 500;

    /** Spaces whose room one round looks at. */
    static final int SPACES_MAX = 100;

    /** Versions of one space that one round deletes to make room. */
    static final int VERSIONS_MAX = 500;

    /** The narrowest steps are thinned out at each write; what is left to age can wait. */
    static final Duration THIN_EVERY = Duration.ofHours(6);

    private final Database database;
    private final Files files;
    private final EventLog events;
    private final VersionKeeper keeper;
    private final Clock clock;

    /** Where the last round stopped, and when the last walk over all files began. */
    private long afterFile;

    private long afterSpace;
    private Instant walkBegan = Instant.EPOCH;

    VersionExpiry(Database database, Files files, EventLog events, VersionKeeper keeper, Clock clock) {
        this.database = database;
        this.files = files;
        this.events = events;
        this.keeper = keeper;
        this.clock = clock;
    }

    boolean round() {
        boolean moreToThin = thin();
        return makeRoom() || moreToThin;
    }

    private boolean thin() {
        Instant now = clock.instant();
        if (afterFile == 0 && now.isBefore(walkBegan.plus(THIN_EVERY))) {
            return false;
        }
        if (afterFile == 0) {
            walkBegan = now;
        }
        long from = afterFile;
        List<Owner> owners = database.read(session -> VersionRows.files(session, from, FILES_MAX));
        Map<Long, List<Owner>> bySpace = new TreeMap<>();
        owners.forEach(owner -> bySpace.computeIfAbsent(owner.space().value(), _ -> new ArrayList<>())
                .add(owner));
        bySpace.forEach((space, some) -> database.write(Partition.of(new SpaceId(space)), tx -> {
            int deleted = 0;
            for (Owner owner : some) {
                deleted += keeper.thin(tx, owner.file(), now);
            }
            return deleted;
        }));
        boolean more = owners.size() == FILES_MAX;
        afterFile = more ? owners.getLast().file().value() : 0;
        return more;
    }

    private boolean makeRoom() {
        long from = afterSpace;
        List<SpaceId> spaces = database.read(session -> VersionRows.spaces(session, from, SPACES_MAX));
        boolean more = false;
        for (SpaceId space : spaces) {
            more |= makeRoom(space);
        }
        boolean further = spaces.size() == SPACES_MAX;
        afterSpace = further ? spaces.getLast().value() : 0;
        return more || further;
    }

    private boolean makeRoom(SpaceId space) {
        Optional<View> view = files.spaces().upkeep(Actor.system("version expiry"), space);
        // Of a space that is gone the tree's own sweeper leaves nothing.
        long available = view.map(found -> files.quota(found).availableBytes()).orElse(UsedQuota.UNLIMITED);
        if (available == UsedQuota.UNLIMITED) {
            return false;
        }
        long excess =
                database.read(session -> VersionRows.bytes(session, space)) - available / VersionPolicy.SHARE_OF_FREE;
        if (excess <= 0) {
            return false;
        }
        List<Old> oldest = database.read(session -> VersionRows.oldest(session, space, VERSIONS_MAX));
        List<Old> going = new ArrayList<>();
        for (Old version : oldest) {
            if (excess <= 0) {
                break;
            }
            going.add(version);
            excess -= version.sizeBytes();
        }
        delete(space, going);
        return excess > 0 && going.size() == VERSIONS_MAX;
    }

    private void delete(SpaceId space, List<Old> going) {
        database.write(Partition.of(space), tx -> {
            for (Old version : going) {
                if (VersionRows.delete(tx, version.file(), version.revision())) {
                    Target target =
                            new Target("file", Long.toString(version.file().value()), "", "");
                    events.append(
                            tx,
                            Event.ok(EventType.VERSION_DELETED, Actor.system("version expiry"), target)
                                    .with("revision", Long.toString(version.revision()))
                                    .without("size_bytes", Long.toString(version.sizeBytes())));
                }
            }
            return going.size();
        });
    }
}
