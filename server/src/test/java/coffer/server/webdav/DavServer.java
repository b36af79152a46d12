package coffer.server.webdav;

import coffer.accounts.Account;
import coffer.accounts.AccountsFeature;
import coffer.accounts.AccountsSettings;
import coffer.accounts.AuthResult;
import coffer.accounts.CreateResult;
import coffer.accounts.IssueResult;
import coffer.accounts.NewAccount;
import coffer.accounts.Quota;
import coffer.base.Actor;
import coffer.base.FilePath;
import coffer.base.Origin;
import coffer.base.Secret;
import coffer.blobs.Contents;
import coffer.blobs.Objects;
import coffer.db.Database;
import coffer.db.Databases;
import coffer.db.Ids;
import coffer.db.Installation;
import coffer.events.EventLog;
import coffer.files.Conditions;
import coffer.files.Entry;
import coffer.files.Files;
import coffer.files.Homes;
import coffer.files.Retention;
import coffer.files.View;
import coffer.locks.FileLockRequest;
import coffer.locks.FileLockResult;
import coffer.locks.FileLockType;
import coffer.locks.FileLocks;
import coffer.locks.LockGuard;
import coffer.locks.Locks;
import coffer.server.archive.Archives;
import coffer.server.http.HttpServer;
import coffer.server.http.HttpSettings;
import coffer.server.http.Router;
import coffer.server.http.SignIn;
import coffer.shares.ReceivedShares;
import coffer.shares.ShareGrants;
import coffer.shares.ShareKeeper;
import coffer.shares.ShareKit;
import coffer.shares.ShareMarks;
import coffer.testkit.TurnedClock;
import coffer.trash.Trash;
import coffer.trash.TrashKeeper;
import coffer.trash.TrashPolicy;
import coffer.uploads.Uploads;
import coffer.versions.VersionKeeper;
import coffer.versions.VersionPolicy;
import coffer.versions.Versions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A started server with WebDAV on a real core, over SQLite in a temporary directory. Most tests share one and keep apart by
 * accounts of their own, for starting takes longer than a test.
 */
final class DavServer implements AutoCloseable {
    /** When the clock of every server begins. */
    static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    private static final AtomicInteger ACCOUNTS = new AtomicInteger();

    final TurnedClock clock = new TurnedClock(START);
    final Installation installation;

    private final Database database;
    final ShareKit shares;
    private final AccountsFeature accounts;
    private final Files files;
    private final FileLocks fileLocks;
    private final Uploads uploads;
    final Trash trash;
    final Versions versions;
    final Archives archives;
    private final HttpServer http;

    DavServer(Path data, DavSettings settings) {
        this(data, settings, HttpSettings.IDLE);
    }

    /** @param idle how long a client may be silent */
    DavServer(Path data, DavSettings settings, Duration idle) {
        SecureRandom random = new SecureRandom();
        database = Databases.sqlite(data.resolve("coffer.db"));
        installation = Installation.of(database, random, clock);
        Ids ids = new Ids(database);
        EventLog events = new EventLog(database, clock);
        Objects objects = Contents.in(data, database, ids, random, clock);
        accounts = AccountsFeature.open(database, ids, events, AccountsSettings.standard(), random, clock);
        VersionKeeper versionKeeper = new VersionKeeper(VersionPolicy.standard(), clock);
        files = new Files(
                database,
                ids,
                objects,
                events,
                accounts.accounts()::quotaBytes,
                new LockGuard(clock),
                Retention.of(
                        Retention.of(new TrashKeeper(TrashPolicy.standard(), clock), versionKeeper), new ShareKeeper()),
                new ShareGrants(clock),
                random,
                clock);
        shares = new ShareKit(database, clock);
        Locks locks = new Locks(database, files, objects, events, random, clock);
        uploads = new Uploads(database, ids, objects, files, events, clock);
        fileLocks = new FileLocks(database, files, events, Duration.ZERO, random, clock);
        trash = new Trash(database, files, events, TrashPolicy.standard(), clock);
        versions = new Versions(database, files, events, versionKeeper, clock);
        Homes homes = new Homes(files, new ReceivedShares(events, clock), clock);
        archives = new Archives(files, homes, data);
        WebDav dav = new WebDav(
                new Features(
                        files,
                        homes,
                        locks,
                        fileLocks,
                        uploads,
                        trash,
                        versions,
                        objects,
                        archives,
                        new ShareMarks(database, clock),
                        id -> accounts.accounts().byId(id)),
                new Identity(installation.instanceId(), installation.dataFingerprint()),
                settings,
                clock);
        http = new HttpServer(
                settings(idle), Router.builder().routes(dav.routes()).build(), new Door(accounts));
        try {
            http.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.ready();
    }

    private static HttpSettings settings(Duration idle) {
        return new HttpSettings(
                "127.0.0.1",
                0,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                HttpSettings.CONNECTIONS_MAX,
                HttpSettings.HEADER_BYTES_MAX,
                idle,
                HttpSettings.HEADER_TIME,
                HttpSettings.DRAIN_TIME,
                HttpSettings.STOP_TIME);
    }

    /** The one that tests share; it ends with the process. */
    static DavServer shared() {
        return Shared.SERVER;
    }

    private static final class Shared {
        private static final DavServer SERVER = start();

        private static DavServer start() {
            try {
                Path data = java.nio.file.Files.createTempDirectory("coffer-webdav");
                DavServer server = new DavServer(data, DavSettings.DEFAULT);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    server.close();
                    removeAll(data);
                }));
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void removeAll(Path directory) {
            try (var paths = java.nio.file.Files.walk(directory)) {
                for (Path path :
                        paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    java.nio.file.Files.delete(path);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    InetSocketAddress address() {
        return http.address();
    }

    /** Shares what one client has with another one. */
    int share(DavClient owner, String below, DavClient recipient, int bits) {
        View home = files.spaces().home(Actor.operator("test"), owner.account());
        FilePath path = FilePath.of(Arrays.asList(below.substring(1).split("/", -1)));
        Entry entry = files.entry(home, path).orElseThrow();
        return shares.share(entry, owner.account().id(), recipient.account().id(), bits);
    }

    /** The same, to be looked at only. */
    int shareViewOnly(DavClient owner, String below, DavClient recipient) {
        View home = files.spaces().home(Actor.operator("test"), owner.account());
        FilePath path = FilePath.of(Arrays.asList(below.substring(1).split("/", -1)));
        Entry entry = files.entry(home, path).orElseThrow();
        return shares.shareViewOnly(
                entry, owner.account().id(), recipient.account().id());
    }

    /** A client of a new account with an empty home. */
    DavClient newClient() {
        return newClient(new Quota.Unlimited());
    }

    DavClient newClient(Quota quota) {
        return client("user" + ACCOUNTS.incrementAndGet(), quota);
    }

    DavClient client(String uid, Quota quota) {
        Actor operator = Actor.operator("test");
        try (Secret password = Secret.of("a good password")) {
            NewAccount wanted = new NewAccount(uid, password, "", null, List.of(), List.of(), quota, "");
            Account account = ((CreateResult.Created) accounts.accounts().create(operator, wanted)).account();
            IssueResult.Issued issued =
                    (IssueResult.Issued) accounts.appPasswords().issue(operator, account.id(), account.uid(), "test");
            return new DavClient(this, account, new String(issued.secret().reveal()));
        }
    }

    /** Somebody who may change all files of a client puts a lock on one of them. */
    void lockedBySomebodyElse(DavClient whose, String below, FileLockType type) {
        Account somebody = newClient().account();
        View home = files.spaces().home(Actor.operator("test"), whose.account());
        Actor actor = Actor.user(somebody.id(), somebody.uid(), null, Origin.local("test"));
        View shared = new View(actor, home.space(), home.root(), home.owner(), home.ownerUid(), home.rights());
        FilePath path = FilePath.of(Arrays.asList(below.substring(1).split("/", -1)));
        FileLockResult result =
                fileLocks.lock(shared, path, new FileLockRequest(type, "Somebody Else"), Conditions.NONE);
        if (!(result instanceof FileLockResult.Granted)) {
            throw new AssertionError(result);
        }
    }

    /** What the running server does now and then in the background. */
    void expireUploads() {
        // A round is bounded, and other tests leave open uploads behind.
        while (uploads.expire().expired() > 0) {}
    }

    @Override
    public void close() {
        http.close();
        accounts.close();
        database.close();
    }

    private record Door(AccountsFeature accounts) implements SignIn {
        @Override
        public AuthResult basic(String login, Secret password, Origin origin) {
            return accounts.authenticator().basic(login, password, origin);
        }

        @Override
        public AuthResult bearer(Secret token, Origin origin) {
            return accounts.authenticator().bearer(token, origin);
        }
    }
}
