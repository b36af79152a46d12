package coffer.server.ocs;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.accounts.Account;
import coffer.accounts.AccountPolicy;
import coffer.accounts.AccountsFeature;
import coffer.accounts.AccountsSettings;
import coffer.accounts.CheapAccounts;
import coffer.accounts.CreateResult;
import coffer.accounts.IssueResult;
import coffer.accounts.NewAccount;
import coffer.accounts.Quota;
import coffer.avatars.Avatars;
import coffer.base.Actor;
import coffer.base.Origin;
import coffer.base.Secret;
import coffer.db.Database;
import coffer.db.Ids;
import coffer.db.TestDatabase;
import coffer.events.EventLog;
import coffer.files.Homes;
import coffer.files.TreeKit;
import coffer.files.UsedQuota;
import coffer.history.History;
import coffer.locks.FileLocks;
import coffer.locks.LockGuard;
import coffer.logins.LoginsFeature;
import coffer.logins.SessionPolicy;
import coffer.logins.SignInResult;
import coffer.passwords.PasswordPolicies;
import coffer.server.http.HttpServer;
import coffer.server.http.HttpSettings;
import coffer.server.http.PlainErrors;
import coffer.server.http.PublicAddress;
import coffer.server.http.RawClient;
import coffer.server.http.RawClient.Answer;
import coffer.server.http.Router;
import coffer.server.http.SignIn;
import coffer.shares.ReceivedShares;
import coffer.shares.ShareGrants;
import coffer.shares.ShareKeeper;
import coffer.shares.ShareKit;
import coffer.shares.Sharees;
import coffer.shares.Shares;
import coffer.testkit.TurnedClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A started server with this package's routes and real accounts: an administrator {@code root}, and {@code anna} who is
 * in {@code staff}. Everybody's home holds {@value #USED_BYTES} bytes.
 */
final class OcsServer implements AutoCloseable {
    static final long USED_BYTES = 1000;
    static final String PASSWORD = "a long enough password";

    private static final Actor OPERATOR = Actor.operator("test");

    final TurnedClock clock = new TurnedClock(Instant.parse("2026-11-22T10:00:00Z"));
    final AccountsFeature accounts;
    final Avatars avatars;
    final LoginsFeature logins;
    final TreeKit tree;
    final ShareKit shareKit;
    final History history;
    final Homes homes;
    final Shares shares;
    private final TestDatabase testDatabase;
    private final Database database;
    private final HttpServer server;

    OcsServer(Path directory) {
        this(directory, PasswordPolicies.standard());
    }

    OcsServer(Path directory, PasswordPolicies passwords) {
        this(directory, passwords, Optional.of(PublicAddress.parse("http://h")));
    }

    OcsServer(Path directory, PasswordPolicies passwords, Optional<PublicAddress> url) {
        testDatabase = TestDatabase.sqlite(directory);
        database = testDatabase.open();
        Ids ids = new Ids(database);
        EventLog events = new EventLog(database, clock);
        accounts = CheapAccounts.open(
                database,
                ids,
                events,
                new AccountsSettings(AccountPolicy.standard(), passwords, List.of()),
                new SecureRandom(),
                clock);
        avatars = new Avatars(database, events, accounts.accounts(), clock);
        logins =
                new LoginsFeature(database, ids, events, accounts, SessionPolicy.standard(), new SecureRandom(), clock);
        tree = new TreeKit(
                database, directory, clock, new LockGuard(clock), new ShareKeeper(), null, new ShareGrants(clock));
        shareKit = new ShareKit(database, clock);
        homes = new Homes(tree.files, new ReceivedShares(tree.events, clock), clock);
        shares = new Shares(database, homes, tree.events, clock);
        history = new History(database, tree.events, accounts.appPasswords());
        OcsApi api = new OcsApi(
                accounts.accounts(),
                accounts.groups(),
                accounts.appPasswords(),
                avatars,
                (_, _) -> new UsedQuota(USED_BYTES, UsedQuota.UNLIMITED),
                homes,
                tree.files.spaces(),
                new FileLocks(database, tree.files, events, Duration.ZERO, new SecureRandom(), clock),
                shares,
                new Sharees(database),
                _ -> "text/plain",
                (actor, account, file, before, max) ->
                        history.of(tree.files.spaces().home(actor, account), file, before, max),
                passwords,
                new SessionConfirmation(logins.sessions(), SessionPolicy.standard(), clock),
                new FrontPages(
                        (_, response) -> response.send(200, "text/html; charset=utf-8", "the first page"),
                        PlainErrors.SHAPE,
                        new SecurityTxt(
                                List.of(
                                        SecurityTxt.contact("security@h.test"),
                                        SecurityTxt.contact("https://h.test/report")),
                                Optional.of(SecurityTxt.policy("https://h.test/rules")),
                                Optional.of(PublicAddress.parse("https://h")),
                                clock)),
                new SecureRandom(),
                clock);
        Router.Builder routes = Router.builder();
        api.addTo(routes);
        server = new HttpServer(
                HttpSettings.at("127.0.0.1", 0).withPublicAddress(url),
                routes.build(),
                SignIn.of(accounts.authenticator(), logins.sessions()));
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.ready();
        accounts.groups().create(OPERATOR, "staff", "");
        account("root", "admin");
        account("anna", "staff");
    }

    /** An account with {@link #PASSWORD}. */
    Account account(String uid, String... groups) {
        try (Secret password = Secret.of(PASSWORD)) {
            CreateResult result = accounts.accounts()
                    .create(
                            OPERATOR,
                            new NewAccount(
                                    uid, password, "", null, List.of(groups), List.of(), new Quota.Default(), ""));
            assertThat(result).isInstanceOf(CreateResult.Created.class);
            return ((CreateResult.Created) result).account();
        }
    }

    /** Basic credentials with an app password made for this. */
    String appPassword(String uid) {
        Account account = accounts.accounts().byUid(uid).orElseThrow();
        IssueResult result = accounts.appPasswords().issue(OPERATOR, account.id(), account.uid(), "test");
        try (Secret secret = ((IssueResult.Issued) result).secret()) {
            return basic(uid, new String(secret.reveal()));
        }
    }

    /** Headers of our own page in a browser in which this account has just signed in. */
    List<String> browser(String uid) {
        Origin origin = new Origin("192.0.2.1", "browser", "request", "POST", "/login");
        try (Secret password = Secret.of(PASSWORD)) {
            SignInResult.SignedIn signedIn =
                    (SignInResult.SignedIn) logins.sessions().signIn(uid, password, false, origin);
            return List.of(
                    "Cookie: coffer-session=" + new String(signedIn.cookie().reveal()),
                    "OCS-APIRequest: true",
                    "Content-Type: application/x-www-form-urlencoded");
        }
    }

    static String basic(String login, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((login + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    InetSocketAddress address() {
        return server.address();
    }

    Answer get(@Nullable String authorization, String path, String... headers) throws IOException {
        return send("GET", authorization, path, "", headers);
    }

    /** A call with a form of alternating names and values. */
    Answer form(String method, @Nullable String authorization, String path, String... namesAndValues)
            throws IOException {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            form.append(i == 0 ? "" : "&")
                    .append(URLEncoder.encode(namesAndValues[i], StandardCharsets.UTF_8))
                    .append('=')
                    .append(URLEncoder.encode(namesAndValues[i + 1], StandardCharsets.UTF_8));
        }
        return send(
                method,
                authorization,
                path,
                form.toString(),
                "Content-Type: application/x-www-form-urlencoded",
                "Accept: application/json");
    }

    /** @param body one character for each byte */
    Answer send(String method, @Nullable String authorization, String path, String body, String... headers)
            throws IOException {
        StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: h\r\n");
        if (authorization != null) {
            request.append("Authorization: ").append(authorization).append("\r\n");
        }
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        if (!body.isEmpty()) {
            request.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        return RawClient.ask(address(), request.append("\r\n").append(body).toString());
    }

    /** The {@code ocs} member of a JSON answer. */
    static JsonNode ocs(Answer answer) {
        JsonNode root = JsonMapper.shared().readTree(answer.body());
        assertThat(root.size()).isEqualTo(1);
        return root.get("ocs");
    }

    static int code(Answer answer) {
        return ocs(answer).get("meta").get("statuscode").intValue();
    }

    static JsonNode data(Answer answer) {
        return ocs(answer).get("data");
    }

    @Override
    public void close() {
        server.close();
        avatars.close();
        accounts.close();
        database.close();
        testDatabase.close();
    }
}
