package coffer.server.http;

import coffer.accounts.Account;
import coffer.accounts.AuthResult;
import coffer.accounts.CredentialKind;
import coffer.accounts.Quota;
import coffer.base.AccountId;
import coffer.base.Actor;
import coffer.base.Origin;
import coffer.base.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A started server with a few routes of the kit's own tests, which note what reached them. */
final class TestServer implements AutoCloseable {
    /** What reached a handler, as {@code METHOD segments}. */
    final List<String> reached = new CopyOnWriteArrayList<>();

    /** What reached the accounts, as {@code login:password} or {@code token}. */
    final List<String> attempts = new CopyOnWriteArrayList<>();

    private final HttpServer server;

    TestServer() {
        this(HttpSettings.at("127.0.0.1", 0));
    }

    TestServer(HttpSettings settings, Route... further) {
        server = new HttpServer(settings, routes(further), new OneAccount());
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.ready();
    }

    private Router routes(Route... further) {
        Router.Builder routes = Router.builder()
                .route(Route.of("/remote.php/dav", Access.ANONYMOUS, DavErrors.SHAPE, this::note))
                .route(Route.of("/plain", Access.ANONYMOUS, PlainErrors.SHAPE, this::note))
                .route(Route.of("/private", Access.USER, DavErrors.SHAPE, this::note)
                        .withAnonymous("OPTIONS"))
                .route(Route.of("/optional", Access.OPTIONAL, PlainErrors.SHAPE, this::note));
        List.of(further).forEach(routes::route);
        return routes.build();
    }

    private void note(Request request, Response response) throws IOException {
        byte[] body = request.body().readAllBytes();
        reached.add(request.method() + " " + request.segments());
        response.send(
                200,
                "text/plain; charset=utf-8",
                request.segments() + " " + request.actor().uid() + " " + body.length);
    }

    InetSocketAddress address() {
        return server.address();
    }

    HttpServer engine() {
        return server;
    }

    RawClient.Answer ask(String request) throws IOException {
        return RawClient.ask(address(), request);
    }

    /** The status of a GET for this request target. */
    RawClient.Answer get(String target) throws IOException {
        return ask("GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n");
    }

    @Override
    public void close() {
        server.close();
    }

    /** Knows anna with the password {@code right}, and passwords that name the other outcomes. */
    private final class OneAccount implements SignIn {
        @Override
        public AuthResult basic(String login, Secret password, Origin origin) {
            String text = new String(password.reveal());
            attempts.add(login + ":" + text);
            return switch (text) {
                case "right", "r\u00e4t:sel" -> anna(CredentialKind.PASSWORD, origin);
                case "throttled" -> new AuthResult.Throttled(Duration.ofMillis(1500));
                case "busy" -> new AuthResult.Busy(Duration.ofSeconds(3));
                default -> new AuthResult.Refused();
            };
        }

        @Override
        public AuthResult bearer(Secret token, Origin origin) {
            String text = new String(token.reveal());
            attempts.add(text);
            return text.equals("token") ? anna(CredentialKind.APP_PASSWORD, origin) : new AuthResult.Refused();
        }

        private AuthResult anna(CredentialKind kind, Origin origin) {
            AccountId id = new AccountId(1);
            Account account = new Account(
                    id, "anna", "Anna", null, true, new Quota.Unlimited(), Instant.EPOCH, null, null, "", "", "");
            return new AuthResult.Authenticated(account, Actor.user(id, "anna", null, origin), kind);
        }
    }
}
