package coffer.server;

import coffer.accounts.Account;
import coffer.accounts.AccountPolicy;
import coffer.accounts.AccountsFeature;
import coffer.accounts.AccountsSettings;
import coffer.accounts.PasswordResets;
import coffer.audit.AuditLog;
import coffer.audit.AuditPlaces;
import coffer.audit.AuditState;
import coffer.avatars.Avatars;
import coffer.backup.Backup;
import coffer.backup.DataFiles;
import coffer.base.Actor;
import coffer.base.ObjectId;
import coffer.blobs.BlobStore;
import coffer.blobs.Conversion;
import coffer.blobs.KeyErasure;
import coffer.blobs.LivingSpaces;
import coffer.blobs.ObjectReferences;
import coffer.blobs.ObjectSweeper;
import coffer.blobs.Objects;
import coffer.blobs.Pause;
import coffer.blobs.Rehearsal;
import coffer.blobs.Repair;
import coffer.blobs.Scrub;
import coffer.blobs.ScrubPolicy;
import coffer.blobs.SeenAs;
import coffer.blobs.StorageHealth;
import coffer.blobs.StoredObjects;
import coffer.blobs.SweepPolicy;
import coffer.db.Database;
import coffer.db.Databases;
import coffer.db.Ids;
import coffer.db.Installation;
import coffer.events.BackgroundLoop;
import coffer.events.Event;
import coffer.events.EventLog;
import coffer.events.EventRetention;
import coffer.events.EventType;
import coffer.events.Target;
import coffer.files.Files;
import coffer.files.Homes;
import coffer.files.ObjectPlaces;
import coffer.files.Retention;
import coffer.files.Spaces;
import coffer.history.History;
import coffer.keys.KeyRing;
import coffer.locks.FileLocks;
import coffer.locks.LockAdministration;
import coffer.locks.LockGuard;
import coffer.locks.Locks;
import coffer.logins.LoginsFeature;
import coffer.logins.SessionPolicy;
import coffer.mail.MailTransport;
import coffer.mail.Outbox;
import coffer.notices.Notices;
import coffer.passwords.BreachedPasswords;
import coffer.passwords.PasswordPolicies;
import coffer.server.operator.AuditSource;
import coffer.server.operator.Backups;
import coffer.server.operator.Services;
import coffer.server.operator.Sizes;
import coffer.shares.ReceivedShares;
import coffer.shares.ShareGrants;
import coffer.shares.ShareKeeper;
import coffer.shares.ShareMarks;
import coffer.shares.ShareRemoval;
import coffer.shares.Sharees;
import coffer.shares.Shares;
import coffer.trash.Trash;
import coffer.trash.TrashKeeper;
import coffer.trash.TrashPolicy;
import coffer.uploads.Uploads;
import coffer.versions.VersionKeeper;
import coffer.versions.VersionPlaces;
import coffer.versions.Versions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The core of an installation, opened: the data directory locked, keys and audit log checked, the database migrated,
 * every feature built on those below it. Reading the constructor is reading the system, from the bottom to the top.
 */
final class Core implements AutoCloseable {
    private static final Duration SWEEP_TREE_EVERY = Duration.ofSeconds(30);
    private static final Duration RESUME_TRANSFERS_EVERY = Duration.ofMinutes(10);
    private static final Duration EXPIRE_KEPT_EVERY = Duration.ofMinutes(10);
    private static final Duration EXPIRE_LOCKS_EVERY = Duration.ofMinutes(1);
    private static final Duration EXPIRE_UPLOADS_EVERY = Duration.ofMinutes(1);
    private static final Duration SCRUB_EVERY = Duration.ofMinutes(5);
    private static final Duration SWEEP_OBJECTS_EVERY = Duration.ofMinutes(1);

    private static final Duration ERASE_KEYS_EVERY = Duration.ofHours(1);
    private static final Duration CONVERT_EVERY = Duration.ofSeconds(1);

    /** Of every feature whose rows name objects; one that is forgotten here loses its content. */
    private static final List<ObjectReferences> REFERENCES =
            List.of(Files.references(), Uploads.references(), Versions.references());

    private static final int FINGERPRINT_BYTES = 16;

    /** The page of devices and passwords, where notices lead. */
    private static final String SECURITY_PAGE = "/settings/user/security";

    private final Opened opened = new Opened();
    private volatile boolean upkeep;
    private final Clock clock = Clock.systemUTC();
    private final SecureRandom random = new SecureRandom();
    private final Settings settings;
    private final Storage storage;
    private final DataDirectory directory;
    private final Database database;
    private final Installation installation;
    private final EventLog events;
    private final KeyRing ring;
    private final Objects objects;
    private final Conversion conversion;
    private final Rehearsal rehearsal;
    private final Optional<MailTransport> mail;
    private final Outbox outbox;
    private final AccountsFeature accounts;
    private final PasswordResets passwordResets;
    private final SessionPolicy sessionPolicy = SessionPolicy.standard();
    private final Avatars avatars;
    private final LoginsFeature logins;
    private final Files files;
    private final Homes homes;
    private final Shares shares;
    private final Locks locks;
    private final FileLocks fileLocks;
    private final Trash trash;
    private final Versions versions;
    private final Uploads uploads;
    private final History history;

    private Core(Settings settings) throws IOException {
        this.settings = settings;
        this.storage = new Storage(settings, random, clock);
        try {
            directory = DataDirectory.open(settings.data());
            opened.add(directory::close);
            database = database();
            opened.add(database::close);
            installation = Installation.of(database, random, clock);
            Ids ids = new Ids(database);
            events = new EventLog(database, clock);
            openAudit();
            BlobEvents reports = new BlobEvents(events);
            BlobStore store = storage.openStore();
            opened.add(store::close);
            ring = storage.openRing(database, reports);
            objects = storage.objects(store, database, ids, ring, reports);
            conversion = new Conversion(database, objects, ring, REFERENCES, clock);
            rehearsal = new Rehearsal(database, objects, ring, clock);
            mail = settings.mail().map(found -> found.transport(settings.url()));
            outbox = new Outbox(database, events, mail, random, clock);
            opened.add(outbox::close);
            accounts = AccountsFeature.open(database, ids, events, accountsSettings(), random, clock);
            opened.add(accounts::close);
            passwordResets = accounts.passwordResets(outbox);
            avatars = new Avatars(database, events, accounts.accounts(), clock);
            opened.add(avatars::close);
            logins = new LoginsFeature(database, ids, events, accounts, sessionPolicy, random, clock);
            TrashPolicy trashPolicy = settings.trash();
            TrashKeeper trashKeeper = new TrashKeeper(trashPolicy, clock);
            VersionKeeper versionKeeper = new VersionKeeper(settings.versions(), clock);
            files = new Files(
                    database,
                    ids,
                    objects,
                    events,
                    accounts.accounts()::quotaBytes,
                    new LockGuard(clock),
                    Retention.of(Retention.of(trashKeeper, versionKeeper), new ShareKeeper()),
                    new ShareGrants(clock),
                    random,
                    clock);
            homes = new Homes(files, new ReceivedShares(events, clock), clock);
            shares = new Shares(database, homes, events, clock);
            locks = new Locks(database, files, objects, events, random, clock);
            fileLocks = new FileLocks(database, files, events, settings.lockTimeout(), random, clock);
            trash = new Trash(database, files, events, trashPolicy, clock);
            versions = new Versions(database, files, events, versionKeeper, clock);
            uploads = new Uploads(database, ids, objects, files, events, clock);
            history = new History(database, events, accounts.appPasswords());
        } catch (IOException | RuntimeException e) {
            opened.closeAfter(e);
            throw e;
        }
    }

    /**
     * Opens the installation, or makes it if the data directory is empty.
     *
     * @throws coffer.blobs.KeysRefused when the keys do not open what is stored; nothing was changed
     * @throws coffer.audit.AuditKeyRefused when the audit log's key is not the one it was begun with
     */
    static Core open(Settings settings) throws IOException {
        return new Core(settings);
    }

    /** Keys and audit log are checked before the first write, and migrating is one. */
    private Database database() throws IOException {
        AuditLog.checkKey(AuditPlaces.in(settings.data()));
        if (settings.database().isPresent()) {
            String url = settings.database().get();
            Databases.peekPostgres(url, storage.look());
            return Databases.postgres(url);
        }
        Databases.peekSqlite(directory.database(), storage.look());
        directory.makePrivate(directory.database());
        return Databases.sqlite(directory.database());
    }

    private AccountsSettings accountsSettings() {
        PasswordPolicies passwords = settings.passwords().policies();
        try {
            return new AccountsSettings(AccountPolicy.standard(), passwords, settings.throttleExempt());
        } catch (IllegalArgumentException e) {
            throw new SettingsRefused(String.valueOf(e.getMessage()));
        }
    }

    /** The first reader of the event log. */
    private void openAudit() throws IOException {
        AuditLog log = AuditLog.open(AuditPlaces.in(settings.data()), database, events, clock, random);
        opened.add(log::close);
        BackgroundLoop loop = new BackgroundLoop("audit", AuditLog.PAUSE, AuditLog.GATHER, log::run, clock);
        events.addWakeUp(loop::wake);
        loop.start();
        opened.add(loop::close);
    }

    /**
     * Starts what runs in the background beside a server: removing what is dead. Commands do without, so that a short
     * look at the data never begins to delete.
     */
    void startUpkeep() {
        upkeep = true;
        // The trash before the spaces: it finds what is in it by the space of the account.
        accounts.start(List.of(
                uploads, locks, new ShareRemoval(database, events, clock), trash, files.spaces(), logins, avatars));
        ObjectSweeper objectSweeper =
                new ObjectSweeper(database, objects, REFERENCES, clock, SweepPolicy.standard(installation.created()));
        objectSweeper.start();
        outbox.start();
        Optional<String> page = settings.url().map(url -> url.of(SECURITY_PAGE));
        Notices notices = new Notices(database, events, accounts.accounts(), seenAs(), outbox, page, clock);
        loop("notices", Notices.PAUSE, notices::run);
        startHistory();
        loop("tree-sweeper", SWEEP_TREE_EVERY, () -> next(files.sweeper().sweep()));
        loop("transfers", RESUME_TRANSFERS_EVERY, () -> next(files.resumeTransfers()));
        loop("trash-expiry", EXPIRE_KEPT_EVERY, () -> next(trash.expire()));
        loop("version-expiry", EXPIRE_KEPT_EVERY, () -> next(versions.expire()));
        loop("lock-expiry", EXPIRE_LOCKS_EVERY, () -> next(locks.expire()));
        loop("upload-expiry", EXPIRE_UPLOADS_EVERY, () -> {
            uploads.expire();
            return BackgroundLoop.Next.WAIT;
        });
        loop("login-upkeep", LoginsFeature.UPKEEP_EVERY, logins::upkeep);
        loop("object-sweeper", SWEEP_OBJECTS_EVERY, () -> {
            objectSweeper.sweep();
            return BackgroundLoop.Next.WAIT;
        });
        KeyErasure erasure =
                new KeyErasure(database, ring, conversion, LivingSpaces.and(Backup.SPACE, Spaces::living), clock);
        loop("key-erasure", ERASE_KEYS_EVERY, () -> {
            erasure.step();
            return BackgroundLoop.Next.WAIT;
        });
        loop("conversion", CONVERT_EVERY, () -> {
            conversion.step();
            return BackgroundLoop.Next.WAIT;
        });
        scrub("self-check", ScrubPolicy.nightly());
        scrub("self-check-keyed", ScrubPolicy.weekly());
        loop("memory", IdleMemory.PAUSE, new IdleMemory(IdleMemory.Heap.ofThisProcess()));
        loop("event-retention", EventRetention.PAUSE, new EventRetention(events, EventRetention.KEEP_DEFAULT, clock));
    }

    /** Looks every few minutes whether a walk is due or goes on. */
    private void scrub(String name, ScrubPolicy policy) {
        Scrub scrub = new Scrub(database, objects, clock, policy, Pause.sleeping());
        loop(name, SCRUB_EVERY, () -> next(scrub.step()));
        // Closed before its loop, which then need not wait for the end of a large object.
        opened.add(scrub::stop);
    }

    private void startHistory() {
        BackgroundLoop reader = new BackgroundLoop("history", History.PAUSE, History.GATHER, history::read, clock);
        events.addWakeUp(reader::wake);
        opened.add(reader::close);
        reader.start();
        loop("history-sweeper", History.SWEEP_EVERY, history::sweep);
    }

    /** Takes a part of a processor for a moment; meant for a server that answers already. */
    void warmUp() {
        Thread.ofPlatform().name("warm-up").daemon(true).start(objects::warmUp);
    }

    /** What an administrator has to be told at a start. */
    List<String> warnings() {
        return Stream.concat(
                        rehearsal.warning().stream(),
                        accounts.passwordPolicies().account().breached().flatMap(BreachedPasswords::fault).stream())
                .toList();
    }

    /** Writes down that the server has begun to accept requests, or that it was stopped in good order. */
    void note(EventType type) {
        events.append(Event.ok(type, Actor.system("serve"), Target.NONE));
    }

    private void loop(String name, Duration pause, BackgroundLoop.Task task) {
        BackgroundLoop loop = new BackgroundLoop(name, pause, task, clock);
        opened.add(loop::close);
        loop.start();
    }

    private static BackgroundLoop.Next next(boolean more) {
        return more ? BackgroundLoop.Next.AGAIN : BackgroundLoop.Next.WAIT;
    }

    private Backups backups() {
        AuditPlaces audit = AuditPlaces.in(settings.data());
        DataFiles dataFiles = new DataFiles(settings.data(), () -> {
            try {
                return audit.files();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        Backup backup = new Backup(
                database,
                new StoredObjects(database, objects),
                ring,
                dataFiles,
                new Backup.About(Version.text(), installation.instanceId()),
                random,
                clock);
        return new CoreBackups(
                backup,
                new Repair(database, objects, clock),
                new BackupPlaces(settings.storage(), random, clock),
                ring,
                events,
                random);
    }

    /** Notes that the installation is as a snapshot had it, and lets clients know: they keep what they have and the server lacks. */
    void restored(String snapshot) {
        byte[] fingerprint = new byte[FINGERPRINT_BYTES];
        random.nextBytes(fingerprint);
        Installation.restored(database, HexFormat.of().formatHex(fingerprint));
        events.append(
                Event.ok(EventType.BACKUP_RESTORED, Actor.system("restore"), new Target("backup", snapshot, "", "")));
    }

    /** Where people see objects. */
    List<String> places(Collection<ObjectId> seen) {
        StorageHealth health = health();
        return seen.stream().flatMap(object -> health.places(object).stream()).toList();
    }

    Services services() {
        return new Services(
                accounts.accounts(),
                accounts.groups(),
                accounts.appPasswords(),
                accounts.deviceWipes(),
                logins,
                mail,
                files,
                history,
                new LockAdministration(database, files, events, clock),
                health(),
                ring,
                conversion,
                rehearsal,
                backups(),
                new Sizes(database, objects, events, random),
                clock,
                upkeep);
    }

    private StorageHealth health() {
        return new StorageHealth(
                database,
                objects,
                seenAs(),
                account -> accounts.accounts().byId(account).map(Account::uid),
                clock);
    }

    private SeenAs seenAs() {
        return new VersionPlaces(database, new ObjectPlaces(database));
    }

    Installation installation() {
        return installation;
    }

    AccountsFeature accounts() {
        return accounts;
    }

    SessionPolicy sessionPolicy() {
        return sessionPolicy;
    }

    SecureRandom random() {
        return random;
    }

    LoginsFeature logins() {
        return logins;
    }

    PasswordResets passwordResets() {
        return passwordResets;
    }

    Avatars avatars() {
        return avatars;
    }

    Files files() {
        return files;
    }

    Homes homes() {
        return homes;
    }

    ShareMarks shareMarks() {
        return new ShareMarks(database, clock);
    }

    Sharees sharees() {
        return new Sharees(database);
    }

    Shares shares() {
        return shares;
    }

    Locks locks() {
        return locks;
    }

    FileLocks fileLocks() {
        return fileLocks;
    }

    Trash trash() {
        return trash;
    }

    Versions versions() {
        return versions;
    }

    Uploads uploads() {
        return uploads;
    }

    History history() {
        return history;
    }

    Clock clock() {
        return clock;
    }

    Objects objects() {
        return objects;
    }

    AuditSource audit() {
        return new AuditSource(AuditPlaces.in(settings.data()), database.read(AuditState::in));
    }

    @Override
    public void close() throws IOException {
        opened.close();
    }
}
