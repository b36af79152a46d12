package coffer.files;

import coffer.base.AccountId;
import coffer.base.FileName;
import coffer.base.SpaceId;
import coffer.db.Partition;
import coffer.db.Transaction;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What accounts see beside their own, remembered until anybody shares anything or a group changes; and the entity tags of folders that hold some of
 * it. Where other processes may change the database, what they did is seen after {@link #BEHIND_MAX} at the latest; what may be written through a
 * share is asked anew in each transaction ({@link Grants}).
 */
final class ShownMounts {
    /** Accounts remembered; when there are more, remembering starts anew. */
    private static final int REMEMBERED_MAX = 10_000;

    /** How far behind other processes this one may be. */
    static final Duration BEHIND_MAX = Duration.ofSeconds(1);

    /** Things that get a place in one transaction. */
    private static final int PLACED_MAX = 300;

    private static final int GENERATION_BITS = 40;

    private final Changes changes;
    private final MountSource source;
    private final Clock clock;
    private final AtomicLong serial = new AtomicLong();
    private final Map<AccountId, Shown> remembered = new ConcurrentHashMap<>();

    ShownMounts(Changes changes, MountSource source, Clock clock) {
        this.changes = changes;
        this.source = source;
        this.clock = clock;
    }

    /**
     * @param changes of shares and groups by this process, counted before it was read
     * @param serial another one for each that was read
     */
    private record Shown(long changes, Instant read, long serial, Mounts mounts, MountTags tags) {}

    /** What the owner of a home sees beside their own. Everything has a place. */
    Mounts of(View home) {
        return shown(home).mounts;
    }

    /** The tags of the folders of this home that hold something received. */
    MountTags.Now tags(View home) {
        Shown shown = shown(home);
        return shown.mounts.isEmpty() ? MountTags.Now.NONE : shown.tags.now();
    }

    private Shown shown(View home) {
        long here = changes.changesHere(SpaceId.SHARING);
        Instant now = clock.instant();
        Shown known = remembered.get(home.owner());
        if (known != null && known.changes == here && known.mounts.holds(now) && isFresh(known, now)) {
            return known;
        }
        Mounts mounts = read(home);
        while (!mounts.unplaced().isEmpty()) {
            changes.write(Partition.of(home.space(), SpaceId.SHARING), tx -> place(tx, home));
            mounts = read(home);
        }
        Shown shown =
                new Shown(here, now, serial.incrementAndGet(), mounts, new MountTags(changes, home.space(), mounts));
        if (remembered.size() >= REMEMBERED_MAX) {
            remembered.clear();
        }
        remembered.put(home.owner(), shown);
        return shown;
    }

    /** Where nobody else changes the database, what was read holds until this process changes it. */
    private boolean isFresh(Shown known, Instant now) {
        return changes.generation(SpaceId.SHARING).isPresent()
                || (!now.isBefore(known.read) && now.isBefore(known.read.plus(BEHIND_MAX)));
    }

    private Mounts read(View home) {
        return changes.read(session -> source.mounts(session, home.owner(), home.root()));
    }

    private boolean place(Transaction tx, View home) throws SQLException {
        Mounts mounts = source.mounts(tx, home.owner(), home.root());
        Set<FileName> given = new HashSet<>();
        for (Mount mount : mounts.unplaced().stream().limit(PLACED_MAX).toList()) {
            FileName name = FreeName.among(
                    mount.name(), mount.share(), taken -> given.contains(taken) || isTaken(tx, mounts, mount, taken));
            source.placed(tx, home, mount, mount.parent(), name);
            given.add(name);
        }
        return true;
    }

    private static boolean isTaken(Transaction tx, Mounts mounts, Mount mount, FileName name) throws SQLException {
        return mounts.at(mount.parent(), name).isPresent()
                || Nodes.member(tx, mount.parent().value(), name.value()).isPresent();
    }

    /** What is shown under the name of something of the home's own gets another name. */
    void giveWay(View home, Mount mount) {
        changes.write(Partition.of(home.space(), SpaceId.SHARING), tx -> {
            Mounts mounts = source.mounts(tx, home.owner(), home.root());
            if (mounts.at(mount.parent(), mount.name()).isPresent()) {
                FileName name = FreeName.among(mount.name(), mount.share(), taken -> isTaken(tx, mounts, mount, taken));
                source.placed(tx, home, mount, mount.parent(), name);
            }
            return true;
        });
    }

    /**
     * Like {@link Files#generation}, of a home with all that is shown in it.
     *
     * @see Files#generation
     */
    OptionalLong generation(View home) {
        Shown shown = shown(home);
        OptionalLong own = changes.generation(home.space());
        return own.isEmpty() || shown.mounts.isEmpty()
                ? own
                : OptionalLong.of((shown.serial << GENERATION_BITS) + own.getAsLong() + shown.tags.generations());
    }
}
