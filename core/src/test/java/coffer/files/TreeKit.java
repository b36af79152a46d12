package coffer.files;

import coffer.base.AccountId;
import coffer.base.Actor;
import coffer.base.Checksum;
import coffer.base.FileName;
import coffer.base.FilePath;
import coffer.base.Origin;
import coffer.blobs.FailingObjects;
import coffer.blobs.ObjectReader;
import coffer.blobs.Objects;
import coffer.db.Database;
import coffer.db.Ids;
import coffer.events.EventLog;
import coffer.testkit.TurnedClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A tree with all that it stands on, over an open database; quotas are set by the test. */
public final class TreeKit {
    /** Above this, content lies in files and not in the database. */
    public static final int INLINE_MAX = 1_000;

    /** A copy of more files and collections than this is refused. */
    public static final long COPY_MEMBERS_MAX = 2_000;

    private static final Pattern OUTCOME = Pattern.compile("(?s).*\"outcome\":\"(\\w+)\".*");

    public final Database database;
    public final TurnedClock clock;
    public final FailingObjects disk;
    public final Objects objects;
    public final EventLog events;
    public final Files files;

    /** In bytes, by account; who is absent has no limit. */
    public final Map<AccountId, Long> quotas = new ConcurrentHashMap<>();

    public TreeKit(Database database, Path directory, TurnedClock clock, WriteGuard guard) {
        this(database, directory, clock, guard, Retention.NONE, null);
    }

    public TreeKit(Database database, Path directory, TurnedClock clock, WriteGuard guard, Retention retention) {
        this(database, directory, clock, guard, retention, null);
    }

    /**
     * @param source asked for quotas instead of the test
     */
    public TreeKit(
            Database database,
            Path directory,
            TurnedClock clock,
            WriteGuard guard,
            Retention retention,
            @Nullable QuotaSource source) {
        this(database, directory, clock, guard, retention, source, Grants.NONE);
    }

    /** @param grants what shares allow */
    public TreeKit(
            Database database,
            Path directory,
            TurnedClock clock,
            WriteGuard guard,
            Retention retention,
            @Nullable QuotaSource source,
            Grants grants) {
        this.database = database;
        this.clock = clock;
        Ids ids = new Ids(database);
        this.disk = new FailingObjects(directory, database, ids, clock, INLINE_MAX);
        this.objects = disk.objects();
        this.events = new EventLog(database, clock);
        this.files = new Files(
                database,
                ids,
                objects,
                events,
                source != null ? source : (_, account) -> quotas.getOrDefault(account, UsedQuota.UNLIMITED),
                guard,
                retention,
                grants,
                new SplittableRandom(),
                clock,
                COPY_MEMBERS_MAX);
    }

    /** The home of an account, as its owner sees it. */
    public View home(long account) {
        String uid = "user" + account;
        AccountId id = new AccountId(account);
        return files.spaces().home(Actor.user(id, uid, null, Origin.local("test")), id, uid);
    }

    /** {@code a/b}; the empty text is the root. */
    public static FilePath path(String text) {
        return text.isEmpty() ? FilePath.ROOT : FilePath.of(Arrays.asList(text.split("/")));
    }

    public static Upload upload(String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return Upload.of(new ByteArrayInputStream(bytes), bytes.length);
    }

    public WriteResult write(View view, String path, String content) {
        return write(view, path, content, Conditions.NONE);
    }

    public WriteResult write(View view, String path, String content, Conditions conditions) {
        try {
            return files.write(view, path(path), upload(content), conditions);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes and expects that it succeeds. */
    public Entry put(View view, String path, String content) {
        return switch (write(view, path, content)) {
            case WriteResult.Created created -> created.entry();
            case WriteResult.Replaced replaced -> replaced.entry();
            case Refusal refusal -> throw new AssertionError(path + ": " + refusal);
        };
    }

    /** Makes a collection and expects that it succeeds. */
    public Entry mkdir(View view, String path) {
        MakeResult result = files.makeCollection(view, path(path), Conditions.NONE, List.of());
        if (result instanceof MakeResult.Made made) {
            return made.entry();
        }
        throw new AssertionError(path + ": " + result);
    }

    /** What is there, which must be. */
    public Entry entry(View view, String path) {
        return files.entry(view, path(path)).orElseThrow(() -> new AssertionError(path + " is missing"));
    }

    public boolean exists(View view, String path) {
        return files.entry(view, path(path)).isPresent();
    }

    public String read(View view, String path) {
        return read(entry(view, path));
    }

    public String read(Entry entry) {
        try (ObjectReader reader = files.open(entry)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            reader.transfer(0, reader.sizeBytes(), out);
            return out.toString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All members of a collection, read in pages of {@code max}. */
    public List<Entry> members(View view, String path, int max) {
        Entry collection = entry(view, path);
        List<Entry> all = new ArrayList<>();
        List<Entry> page = files.children(view, collection, null, max);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = files.children(view, collection, page.getLast().name(), max);
        }
        return all;
    }

    public List<String> names(View view, String path) {
        return members(view, path, Files.PAGE_MAX).stream().map(TreeKit::name).toList();
    }

    public static String name(Entry entry) {
        @Nullable FileName name = entry.name();
        return name == null ? "" : name.value();
    }

    public void sweepAll() {
        while (files.sweeper().sweep()) {
            // A bounded piece each time.
        }
    }

    /** All events so far, as type and outcome: {@code file.created ok}. */
    public List<String> eventWords() {
        return database.read(session -> session.list(
                "SELECT type, body FROM event ORDER BY seq",
                row -> row.getString(1) + " "
                        + OUTCOME.matcher(row.getString(2)).replaceAll("$1")));
    }

    public static View with(View view, Set<Right> rights) {
        return new View(view.actor(), view.space(), view.root(), view.owner(), view.ownerUid(), rights);
    }

    public static InputStream stream(String content) {
        return new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
    }

    public static Upload timed(String content, @Nullable Instant modified, @Nullable Instant created) {
        return new Upload(stream(content), Upload.UNKNOWN, modified, created, null, Upload.UNKNOWN, false, Set.of());
    }

    public static Upload making(String content) {
        return new Upload(stream(content), Upload.UNKNOWN, null, null, null, Upload.UNKNOWN, true, Set.of());
    }

    public static Upload announcing(String content, @Nullable Checksum announced, Set<Checksum.Algorithm> calculate) {
        return new Upload(stream(content), Upload.UNKNOWN, null, null, announced, Upload.UNKNOWN, false, calculate);
    }
}
