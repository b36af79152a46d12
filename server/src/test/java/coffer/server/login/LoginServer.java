package coffer.server.login;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.accounts.Account;
import coffer.accounts.AccountsFeature;
import coffer.accounts.CheapAccounts;
import coffer.accounts.CreateResult;
import coffer.accounts.IssueResult;
import coffer.accounts.Network;
import coffer.accounts.NewAccount;
import coffer.accounts.Quota;
import coffer.base.Actor;
import coffer.base.Secret;
import coffer.db.Database;
import coffer.db.Databases;
import coffer.db.Ids;
import coffer.events.EventLog;
import coffer.logins.LoginsFeature;
import coffer.logins.SessionPolicy;
import coffer.mail.Delivery;
import coffer.mail.Outbox;
import coffer.server.http.Access;
import coffer.server.http.HttpServer;
import coffer.server.http.HttpSettings;
import coffer.server.http.PlainErrors;
import coffer.server.http.PublicAddress;
import coffer.server.http.Route;
import coffer.server.http.Router;
import coffer.server.http.SignIn;
import coffer.testkit.TurnedClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A started server with the pages, two accounts, a protocol at {@code /api} that says who calls, and a turned clock. */
final class LoginServer implements AutoCloseable {
    static final String PASSWORD = "a good password";
    static final Actor OPERATOR = Actor.operator("test");

    final TurnedClock clock = new TurnedClock(Instant.parse("2026-11-22T10:00:00Z"));
    final AccountsFeature accounts;
    final LoginsFeature logins;
    final Account anna;

    private final Database database;
    private final HttpServer http;

    LoginServer(Path directory, String publicAddress) {
        SecureRandom random = new SecureRandom();
        database = Databases.sqlite(directory.resolve("coffer.db"));
        Ids ids = new Ids(database);
        EventLog events = new EventLog(database, clock);
        accounts = CheapAccounts.open(database, ids, events, random, clock);
        logins = new LoginsFeature(database, ids, events, accounts, SessionPolicy.standard(), random, clock);
        Optional<PublicAddress> url =
                Optional.of(publicAddress).filter(text -> !text.isEmpty()).map(PublicAddress::parse);
        Outbox outbox =
                new Outbox(database, events, Optional.of(_ -> new Delivery.TemporaryFailure("never")), random, clock);
        LoginPages pages = new LoginPages(
                accounts, accounts.passwordResets(outbox), logins, SessionPolicy.standard(), url, random, clock);
        Router.Builder routes = Router.builder();
        pages.addTo(routes);
        routes.front(Route.of("/", Access.BROWSER, pages.errors(), pages.home()));
        routes.route(Route.of(
                "/api",
                Access.USER,
                PlainErrors.SHAPE,
                (request, response) ->
                        response.send(200, "text/plain", request.account().uid())));
        http = new HttpServer(
                HttpSettings.at("127.0.0.1", 0)
                        .withPublicAddress(url)
                        .withTrustedProxies(List.of(Network.parse("127.0.0.1").orElseThrow())),
                routes.build(),
                SignIn.of(accounts.authenticator(), logins.sessions()));
        try {
            http.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.ready();
        anna = account("anna");
        account("eve");
    }

    Account account(String uid) {
        NewAccount wanted = new NewAccount(
                uid, Secret.of(PASSWORD), "", uid + "@example.org", List.of(), List.of(), new Quota.Default(), "");
        CreateResult result = accounts.accounts().create(OPERATOR, wanted);
        assertThat(result).isInstanceOf(CreateResult.Created.class);
        return ((CreateResult.Created) result).account();
    }

    /** An app password of anna's. */
    IssueResult.Issued device(String name) {
        return (IssueResult.Issued) accounts.appPasswords().issue(OPERATOR, anna.id(), "anna", name);
    }

    /** The texts of the mails that wait to be sent, oldest first. */
    List<String> mails() {
        return database.read(
                session -> session.list("SELECT body FROM outgoing_mail ORDER BY created_us", row -> row.getString(1)));
    }

    InetSocketAddress address() {
        return http.address();
    }

    @Override
    public void close() {
        http.close();
        accounts.close();
        database.close();
    }
}
