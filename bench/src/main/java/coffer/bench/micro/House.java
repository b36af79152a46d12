package coffer.bench.micro;

import coffer.accounts.AccountsFeature;
import coffer.accounts.AccountsSettings;
import coffer.accounts.FirstAdmin;
import coffer.base.Actor;
import coffer.base.FilePath;
import coffer.base.ObjectId;
import coffer.base.SpaceId;
import coffer.blobs.AtRest;
import coffer.blobs.BlobReports;
import coffer.blobs.ObjectDirectory;
import coffer.blobs.Objects;
import coffer.blobs.StoredKeys;
import coffer.db.Database;
import coffer.db.Databases;
import coffer.db.Ids;
import coffer.db.Transaction;
import coffer.events.EventLog;
import coffer.files.Conditions;
import coffer.files.Files;
import coffer.files.Grants;
import coffer.files.MakeResult;
import coffer.files.Retention;
import coffer.files.Upload;
import coffer.files.View;
import coffer.files.WriteGuard;
import coffer.files.WriteResult;
import coffer.keys.KeyPlaces;
import coffer.keys.KeyReports;
import coffer.keys.KeyRing;
import coffer.keys.RootKeys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/**
 * The core over a directory as the server wires it, on SQLite, without what runs in the background. Pieces of 64 KiB stay in the database, so
 * that sealing one writes no file.
 */
public final class House implements AutoCloseable {

    private final Database database;
    private final AccountsFeature accounts;
    private final Objects objects;
    private final Files files;
    private final View home;

    private House(Path data, Clock clock) {
        var random = new SecureRandom();
        this.database = Databases.sqlite(data.resolve("coffer.db"));
        var ids = new Ids(database);
        var events = new EventLog(database, clock);
        var store = ObjectDirectory.in(data);
        store.prepare();
        var needed = database.read(session -> StoredKeys.in(session, () -> store));
        var ring = KeyRing.open(
                KeyPlaces.in(data), RootKeys.inFiles(random), needed, database, Untold.INSTANCE, random, clock);
        this.objects = new Objects(
                store, database, ids, ring, Untold.INSTANCE, random, clock, AtRest.SEALED, Objects.INLINE_MAX_BYTES);
        this.accounts = AccountsFeature.open(database, ids, events, AccountsSettings.standard(), random, clock);
        this.files = new Files(
                database,
                ids,
                objects,
                events,
                accounts.accounts()::quotaBytes,
                WriteGuard.NONE,
                Retention.NONE,
                Grants.NONE,
                random,
                clock);
        if (accounts.accounts().ensureFirstAdmin(null) instanceof FirstAdmin.Created created
                && created.generated() != null) {
            created.generated().close();
        }
        var admin = accounts.accounts().byUid("admin").orElseThrow();
        this.home = files.spaces().home(Actor.operator("bench"), admin);
    }

    /** Opens it, or makes it if the directory is empty. */
    public static House open(Path data, Clock clock) {
        return new House(data, clock);
    }

    AccountsFeature accounts() {
        return accounts;
    }

    Objects objects() {
        return objects;
    }

    public Files files() {
        return files;
    }

    /** What the owner sees of the home. */
    public View home() {
        return home;
    }

    /** A path of segments with slashes between them, without one at the beginning; the empty text is the root. */
    public static FilePath path(String text) {
        return text.isEmpty() ? FilePath.ROOT : FilePath.of(List.of(text.split("/", -1)));
    }

    public void makeFolder(String path) {
        var made = files.makeCollection(home, path(path), Conditions.NONE, List.of());
        if (!(made instanceof MakeResult.Made)) {
            throw new IllegalStateException(path + ": " + made);
        }
    }

    /** Stores a new file. */
    public void write(String path, byte[] content) throws IOException {
        var upload = Upload.of(new ByteArrayInputStream(content), content.length);
        var result = files.write(home, path(path), upload, Conditions.NONE);
        if (!(result instanceof WriteResult.Created)) {
            throw new IllegalStateException(path + ": " + result);
        }
    }

    @Override
    public void close() {
        accounts.close();
        database.close();
    }

    /** Nobody keeps records of a benchmark; damage fails what reads. */
    private enum Untold implements KeyReports, BlobReports {
        INSTANCE;

        @Override
        public void rootKeyMade(UUID root) {}

        @Override
        public void spaceKeyMade(Transaction tx, SpaceId space, String key) {}

        @Override
        public void rootKeyRotated(UUID before, UUID now) {}

        @Override
        public void spaceKeyRetired(Transaction tx, SpaceId space, String key, boolean destroyed) {}

        @Override
        public void ringWritten(long generation, int keys) {}

        @Override
        public void damaged(ObjectId object, String reason) {}

        @Override
        public void repaired(ObjectId object) {}

        @Override
        public void missing(ObjectId object) {}
    }
}
