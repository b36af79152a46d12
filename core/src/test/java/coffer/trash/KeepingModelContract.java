package coffer.trash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import coffer.base.AccountId;
import coffer.base.Actor;
import coffer.base.FileId;
import coffer.base.FileName;
import coffer.base.FilePath;
import coffer.base.ObjectId;
import coffer.base.Origin;
import coffer.blobs.ObjectSweeper;
import coffer.blobs.SweepPolicy;
import coffer.db.StoreContract;
import coffer.files.Conditions;
import coffer.files.CopyResult;
import coffer.files.Entry;
import coffer.files.Files;
import coffer.files.MakeResult;
import coffer.files.MoveResult;
import coffer.files.Refusal;
import coffer.files.RemoveResult;
import coffer.files.RestoreResult;
import coffer.files.Retention;
import coffer.files.TransferResult;
import coffer.files.TreeInvariants;
import coffer.files.TreeKit;
import coffer.files.View;
import coffer.files.WriteResult;
import coffer.locks.FileLockRequest;
import coffer.locks.FileLockResult;
import coffer.locks.FileLockType;
import coffer.locks.FileLocks;
import coffer.locks.FileUnlockResult;
import coffer.locks.LockGuard;
import coffer.testkit.LongRun;
import coffer.testkit.TurnedClock;
import coffer.versions.FileVersion;
import coffer.versions.VersionKeeper;
import coffer.versions.VersionPolicy;
import coffer.versions.Versions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Three people write, move, copy, lock, delete, bring back and hand over in two homes, at random. Whatever they do, each file that can be reached
 * has the content it must have, each version one that its file once had, and in the end nothing is left that nobody names. A failure prints
 * its seed, which {@code -Dcoffer.keeping.seed=…} runs again.
 */
abstract class KeepingModelContract extends StoreContract {
    private static final LongRun LONG = new LongRun("keeping");
    private static final String[] NAMES = {"a", "b", "c", "ä"};
    private static final int PEOPLE = 3;

    private final TurnedClock clock = new TurnedClock(Instant.parse("2026-11-20T09:10:11Z"));
    private TreeKit kit;
    private Files files;
    private Trash trash;
    private Versions versions;
    private FileLocks locks;
    /** As each of the people sees it, by home. */
    private final List<List<View>> homes = new ArrayList<>();

    /** What each file must contain, and what it once did; collections are absent. Of what can be reached or brought back. */
    private final Map<FileId, String> contents = new HashMap<>();

    private final Map<FileId, Set<String>> once = new HashMap<>();

    /** Who has locked what; only files that can be reached. */
    private final Map<FileId, AccountId> locked = new HashMap<>();

    /** Operations of one run that a build does; the databases differ much in speed. */
    abstract int sample();

    @BeforeEach
    void makeTree() {
        VersionKeeper keeper = new VersionKeeper(VersionPolicy.standard(), clock);
        TrashKeeper trashKeeper = new TrashKeeper(TrashPolicy.standard(), clock);
        kit = new TreeKit(database, directory, clock, new LockGuard(clock), Retention.of(trashKeeper, keeper));
        files = kit.files;
        trash = new Trash(database, files, kit.events, TrashPolicy.standard(), clock);
        versions = new Versions(database, files, kit.events, keeper, clock);
        locks = new FileLocks(database, files, kit.events, Duration.ZERO, new SecureRandom(), clock);
        for (View home : List.of(kit.home(1), kit.home(2))) {
            List<View> people = new ArrayList<>();
            for (int i = 1; i <= PEOPLE; i++) {
                Actor actor = Actor.user(new AccountId(i), "user" + i, null, Origin.local("test"));
                people.add(new View(actor, home.space(), home.root(), home.owner(), home.ownerUid(), home.rights()));
            }
            homes.add(people);
        }
    }

    @Test
    @Tag("long")
    @Tag("long-keeping")
    void whateverIsDoneNothingIsLostOrLeft() {
        long seed = Long.getLong("coffer.keeping.seed", System.nanoTime());
        int operations = LONG.count(sample(), 20_000);
        int[] done = {0};
        assertThatCode(() -> done[0] = run(new SplittableRandom(seed), operations))
                .as("seed " + seed)
                .doesNotThrowAnyException();
        LONG.report(operations + " operations of " + PEOPLE + " people (" + done[0] + " took effect), seed " + seed
                + ": every file and version with its content, nothing left behind");
    }

    private int run(SplittableRandom random, int operations) {
        int effective = 0;
        for (int i = 0; i < operations; i++) {
            clock.turn(Duration.ofMillis(random.nextInt(40_000)));
            int person = random.nextInt(PEOPLE);
            int home = random.nextInt(homes.size());
            View who = homes.get(home).get(person);
            View elsewhere = homes.get((home + 1) % homes.size()).get(person);
            effective += step(random, who, elsewhere) ? 1 : 0;
            if (i % 25 == 0) {
                check();
            }
            if (i % 100 == 0) {
                trash.expire();
                versions.expire();
                kit.sweepAll();
                TreeInvariants.check(database);
            }
        }
        check();
        nothingIsLeft();
        return effective;
    }

    private boolean step(SplittableRandom random, View who, View elsewhere) {
        int kind = random.nextInt(100);
        if (kind < 30) {
            return write(
                    who, path(random), Integer.toString(random.nextInt(1_000)).repeat(random.nextInt(20)));
        }
        if (kind < 42) {
            return files.makeCollection(who, path(random), Conditions.NONE, List.of()) instanceof MakeResult.Made;
        }
        if (kind < 52) {
            return move(who, path(random), path(random));
        }
        if (kind < 60) {
            return copy(who, path(random), path(random));
        }
        if (kind < 72) {
            return remove(who, path(random));
        }
        if (kind < 82) {
            return restore(random, who);
        }
        if (kind < 90) {
            return restoreVersion(random, who, path(random));
        }
        if (kind < 95) {
            return lock(random, who, path(random));
        }
        if (kind < 98) {
            return files.transfer(who, path(random), elsewhere, FilePath.ROOT) instanceof TransferResult.Transferred;
        }
        return purge(random, who);
    }

    private static FilePath path(SplittableRandom random) {
        FilePath path = FilePath.ROOT;
        int depth = 1 + Math.min(random.nextInt(3), random.nextInt(3));
        for (int i = 0; i < depth; i++) {
            path = path.child(FileName.of(NAMES[random.nextInt(NAMES.length)]));
        }
        return path;
    }

    private boolean write(View who, FilePath path, String content) {
        boolean mayWrite = mayChange(who, path);
        WriteResult result;
        try {
            result = files.write(who, path, TreeKit.upload(content), Conditions.NONE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(result instanceof Refusal.Locked).as("%s", path).isEqualTo(!mayWrite);
        return switch (result) {
            case WriteResult.Created created -> written(created.entry(), content);
            case WriteResult.Replaced replaced -> written(replaced.entry(), content);
            case Refusal _ -> false;
        };
    }

    private boolean written(Entry entry, String content) {
        contents.put(entry.id(), content);
        once.computeIfAbsent(entry.id(), _ -> new HashSet<>()).add(content);
        return true;
    }

    /** Nobody else has locked what is there. */
    private boolean mayChange(View who, FilePath path) {
        return files.entry(who, path)
                .map(Entry::id)
                .map(locked::get)
                .map(holder -> holder.equals(who.actor().account()))
                .orElse(true);
    }

    private boolean move(View who, FilePath from, FilePath to) {
        Map<FileId, FilePath> replaced = files.entry(who, to).isPresent() ? below(who, to) : Map.of();
        if (!(files.move(who, from, to, true, Conditions.NONE) instanceof MoveResult.Moved)) {
            return false;
        }
        replaced.keySet().forEach(locked::remove);
        return true;
    }

    private boolean copy(View who, FilePath from, FilePath to) {
        Map<FileId, FilePath> replaced = files.entry(who, to).isPresent() ? below(who, to) : Map.of();
        if (!(files.copy(who, from, to, true, true, Conditions.NONE) instanceof CopyResult.Copied)) {
            return false;
        }
        replaced.keySet().forEach(locked::remove);
        Map<String, String> originals = new HashMap<>();
        below(who, from)
                .forEach((id, path) -> originals.put(relative(path, from), contents.getOrDefault(id, "folder")));
        below(who, to).forEach((id, path) -> {
            Entry entry = files.entry(who, path).orElseThrow();
            String content = originals.get(relative(path, to));
            assertThat(content).as("%s", path).isNotNull();
            if (!entry.collection()) {
                written(entry, content);
            }
        });
        return true;
    }

    private static String relative(FilePath path, FilePath from) {
        return path.names().subList(from.names().size(), path.names().size()).toString();
    }

    /** All that lies at and below a path, by id. */
    private Map<FileId, FilePath> below(View view, FilePath top) {
        Map<FileId, FilePath> found = new HashMap<>();
        files.entry(view, top).ifPresent(entry -> {
            found.put(entry.id(), top);
            for (Entry member : files.children(view, entry, null, Files.PAGE_MAX)) {
                found.putAll(below(view, top.child(java.util.Objects.requireNonNull(member.name()))));
            }
        });
        return found;
    }

    private boolean remove(View who, FilePath path) {
        Map<FileId, FilePath> below = below(who, path);
        boolean foreign = below.keySet().stream()
                .anyMatch(id -> locked.containsKey(id)
                        && !locked.get(id).equals(who.actor().account()));
        RemoveResult result = files.remove(who, path, Conditions.NONE);
        if (foreign) {
            assertThat(result).isInstanceOf(Refusal.Locked.class);
        }
        if (!(result instanceof RemoveResult.Removed)) {
            return false;
        }
        below.keySet().forEach(locked::remove);
        return true;
    }

    private boolean restore(SplittableRandom random, View who) {
        List<TrashItem> items = trash.list(who, null, Trash.PAGE_MAX);
        if (items.isEmpty()) {
            return false;
        }
        TrashItem item = items.get(random.nextInt(items.size()));
        FilePath part = FilePath.ROOT;
        if (random.nextInt(3) == 0) {
            List<FilePath> parts = new ArrayList<>(
                    below(Trash.inside(who, item), FilePath.ROOT).values());
            part = parts.get(random.nextInt(parts.size()));
        }
        return trash.restore(who, item, part) instanceof RestoreResult.Restored;
    }

    private boolean restoreVersion(SplittableRandom random, View who, FilePath path) {
        Entry entry = files.entry(who, path).orElse(null);
        if (entry == null || entry.collection()) {
            return false;
        }
        List<FileVersion> all = versions.of(who, entry.id()).orElseThrow().versions();
        FileVersion version = all.get(random.nextInt(all.size()));
        String content = read(version.object());
        boolean mayWrite = mayChange(who, path);
        WriteResult result =
                versions.restore(who, entry.id(), version.revision(), Set.of()).orElseThrow();
        assertThat(result instanceof WriteResult.Replaced).isEqualTo(mayWrite);
        return mayWrite && written(entry, content);
    }

    private boolean lock(SplittableRandom random, View who, FilePath path) {
        Entry entry = files.entry(who, path).orElse(null);
        if (entry == null || entry.collection()) {
            return false;
        }
        if (random.nextInt(3) > 0) {
            boolean unlocked =
                    locks.unlock(who, path, FileLockType.USER, Conditions.NONE) instanceof FileUnlockResult.Unlocked;
            if (unlocked) {
                locked.remove(entry.id());
            }
            return unlocked;
        }
        AccountId account = java.util.Objects.requireNonNull(who.actor().account());
        boolean granted = locks.lock(who, path, new FileLockRequest(FileLockType.USER, "n"), Conditions.NONE)
                instanceof FileLockResult.Granted;
        assertThat(granted).isEqualTo(locked.getOrDefault(entry.id(), account).equals(account));
        if (granted) {
            locked.put(entry.id(), account);
        }
        return granted;
    }

    private boolean purge(SplittableRandom random, View who) {
        List<TrashItem> items = trash.list(who, null, Trash.PAGE_MAX);
        if (items.isEmpty()) {
            return false;
        }
        TrashItem item = items.get(random.nextInt(items.size()));
        below(Trash.inside(who, item), FilePath.ROOT).keySet().forEach(contents::remove);
        return trash.delete(who, item);
    }

    private void check() {
        Map<FileId, String> found = new HashMap<>();
        for (List<View> people : homes) {
            View view = people.getFirst();
            collect(view, found);
            for (TrashItem item : trash.list(view, null, Trash.PAGE_MAX)) {
                collect(Trash.inside(view, item), found);
            }
        }
        // What the trash bin has let go by itself may be missing.
        assertThat(contents).containsAllEntriesOf(found);
        contents.keySet().retainAll(found.keySet());
        for (FileId id : found.keySet()) {
            for (List<View> people : homes) {
                versions.of(people.getFirst(), id).ifPresent(history -> assertThat(once.get(id))
                        .containsAll(history.versions().stream()
                                .map(version -> read(version.object()))
                                .toList()));
            }
        }
    }

    private void collect(View view, Map<FileId, String> found) {
        below(view, FilePath.ROOT).forEach((id, path) -> files.entry(view, path)
                .map(Entry::object)
                .ifPresent(object -> assertThat(found.put(id, read(object))).isNull()));
    }

    private String read(ObjectId object) {
        try (var reader = kit.objects.open(object)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            reader.transfer(0, reader.sizeBytes(), out);
            return out.toString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void nothingIsLeft() {
        homes.forEach(people -> trash.empty(people.getFirst()));
        kit.sweepAll();
        TreeInvariants.checkSwept(database);
        SweepPolicy policy = new SweepPolicy(SweepPolicy.GRACE_MIN, Duration.ofDays(2), Instant.EPOCH, 1_000);
        ObjectSweeper sweeper = new ObjectSweeper(
                database, kit.objects, List.of(Files.references(), Versions.references()), clock, policy);
        sweeper.sweep();
        clock.turn(SweepPolicy.GRACE_MIN);
        sweeper.sweep();
        assertThat(ids("SELECT id FROM object"))
                .isEqualTo(ids("SELECT object_id FROM node WHERE object_id IS NOT NULL"
                        + " UNION SELECT object_id FROM version"));
    }

    private Set<String> ids(String sql) {
        List<String> ids = database.read(
                session -> session.list(sql, row -> ObjectId.of(row.getBytes(1)).toString()));
        return new TreeSet<>(ids);
    }
}
