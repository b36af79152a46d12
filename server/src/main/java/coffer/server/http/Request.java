package coffer.server.http;

import coffer.accounts.Account;
import coffer.accounts.CredentialKind;
import coffer.base.Actor;
import coffer.base.Origin;
import coffer.base.Secret;
import coffer.logins.Session;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * One request as handlers see it. Lives for the call of the handler only and is not thread-safe. Header names are
 * case-insensitive: the desktop client 3.16.7 writes them in lower case.
 */
public final class Request {
    private final org.eclipse.jetty.server.Request engine;
    private final String id;
    private final RequestBody body;
    private final Addresses addresses;
    private final TrustedProxies proxies;
    private RequestPath path = new RequestPath(List.of(), true);
    private RequestPath rest = path;
    private String route = "";
    private ErrorShape shape = PlainErrors.SHAPE;
    private @Nullable Caller caller;
    private @Nullable Origin origin;
    private TrustedProxies.@Nullable Client client;
    private @Nullable Map<String, List<String>> query;

    Request(
            org.eclipse.jetty.server.Request engine,
            String id,
            RequestBody body,
            Addresses addresses,
            TrustedProxies proxies) {
        this.engine = engine;
        this.id = id;
        this.body = body;
        this.addresses = addresses;
        this.proxies = proxies;
    }

    void routed(RequestPath whole, Route to) {
        path = whole;
        rest = whole.after(to.prefix().size());
        route = to.pattern();
        shape = to.shape();
    }

    void calledBy(@Nullable Caller whoever, Origin from) {
        caller = whoever;
        origin = from;
    }

    /** As sent; methods are case-sensitive (RFC 9110 § 9.1). */
    public String method() {
        return engine.getMethod();
    }

    /** The path as sent, with its escapes, without the query and without the public path before it. */
    public String rawPath() {
        String raw = engine.getHttpURI().getPath();
        return raw == null ? "" : addresses.local(raw);
    }

    /** The decoded segments after the prefix of the matched route. */
    public List<String> segments() {
        return rest.segments();
    }

    /** The whole decoded path. */
    public RequestPath path() {
        return path;
    }

    /** Whether the path ended with a slash. */
    public boolean trailingSlash() {
        return path.trailingSlash();
    }

    /** The pattern of the matched route, which holds no names of people or files; empty before routing. */
    public String route() {
        return route;
    }

    /**
     * The value of a header that may stand only once.
     *
     * @throws RequestRefused 400 when the client sent it several times: proxies and we might choose differently
     */
    public Optional<String> header(String name) {
        List<String> values = headers(name);
        if (values.size() > 1) {
            throw RequestRefused.badRequest("The header " + name + " stands there " + values.size() + " times.");
        }
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
    }

    /** The values of all lines with this name, in order. */
    public List<String> headers(String name) {
        List<String> values = null;
        for (HttpField field : engine.getHeaders()) {
            if (field.is(name)) {
                String value = field.getValue() == null ? "" : field.getValue();
                if (values == null) {
                    values = List.of(value);
                } else {
                    values = new ArrayList<>(values);
                    values.add(value);
                }
            }
        }
        return values == null ? List.of() : values;
    }

    /** All lines of a list-valued header as one list (RFC 9110 § 5.3), for {@code If-Match} and the like. */
    public Optional<String> listHeader(String name) {
        List<String> values = headers(name);
        return values.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", values));
    }

    int headerCount() {
        return engine.getHeaders().size();
    }

    /** The address of the peer's socket, which may be a proxy's, without the zone of a link-local one. */
    String peerAddress() {
        SocketAddress peer = engine.getConnectionMetaData().getRemoteSocketAddress();
        if (!(peer instanceof InetSocketAddress inet) || inet.getAddress() == null) {
            return "unknown";
        }
        String text = inet.getAddress().getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    /**
     * Whether an answer without content goes to a proxy, and by HTTP/1.1. nginx 1.22 turns one that announces a length of 0 into a
     * stream of HTTP/2 that ends twice when its connection is busy, and Qt takes that for an attack and breaks the connection off.
     */
    boolean emptyInChunks() {
        return engine.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1
                && !"HEAD".equals(method())
                && proxies.trusts(peerAddress());
    }

    /** How this request came here, for {@link OwnRequest}. */
    OwnRequest.Arrival arrival() {
        String raw = engine.getHttpURI().getPath();
        boolean namesClient =
                !headers("Forwarded").isEmpty() || !headers("X-Forwarded-For").isEmpty();
        return new OwnRequest.Arrival(
                raw == null ? "" : raw, peerAddress(), proxies.trusts(peerAddress()), namesClient, scheme());
    }

    /** The query as sent, without the question mark. */
    public Optional<String> rawQuery() {
        return Optional.ofNullable(engine.getHttpURI().getQuery());
    }

    /**
     * The decoded parameters of the query, in order of appearance.
     *
     * @throws RequestRefused 400 for broken escapes, broken UTF-8 or too many parameters
     */
    public Map<String, List<String>> query() {
        if (query == null) {
            query = FormData.parse(rawQuery().orElse(""));
        }
        return query;
    }

    /** The last value of a query parameter. */
    public Optional<String> queryParameter(String name) {
        return Optional.ofNullable(query().get(name)).map(List::getLast);
    }

    /** The announced length of the body in bytes; -1 when unknown (chunked), 0 when there is no body. */
    public long contentLength() {
        return body.announcedBytes();
    }

    /**
     * The body, at most as long as the route allows. Asking for it tells a waiting client to send it (RFC 9110
     * § 10.1.1). Reading throws {@link RequestRefused} with 400 for a broken chunk, 408 for a client that is too slow
     * and 413 beyond the limit, and {@link ClientGone} when the connection ended early.
     */
    public InputStream body() {
        return body;
    }

    /**
     * The whole body.
     *
     * @throws RequestRefused 413 when it has more than {@code bytesMax} bytes
     */
    public byte[] bodyBytes(int bytesMax) throws IOException {
        if (contentLength() > bytesMax) {
            throw RequestRefused.tooLarge(bytesMax);
        }
        byte[] bytes = body.readNBytes(bytesMax);
        if (bytes.length == bytesMax && body.read() >= 0) {
            throw RequestRefused.tooLarge(bytesMax);
        }
        return bytes;
    }

    /** Where the request came from, for events and throttling. */
    public Origin origin() {
        return Objects.requireNonNull(origin, "asked before routing");
    }

    /** Who calls; an anonymous actor when nobody signed in. */
    public Actor actor() {
        return caller == null ? Actor.anonymous(origin()) : caller.actor();
    }

    /** The account that signed in; empty on anonymous routes. */
    public Optional<Account> signedIn() {
        return Optional.ofNullable(caller).map(Caller::account);
    }

    /**
     * The account that signed in.
     *
     * @throws RequestRefused 401 with a challenge when nobody did, which cannot happen on routes with
     *     {@link Access#USER} and no anonymous methods
     */
    public Account account() {
        return signedIn().orElseThrow(this::signInRequired);
    }

    RequestRefused signInRequired() {
        return challenge("Sign in with a login name and an app password.");
    }

    /** A 401. Scripts get a scheme name that no browser opens a password box for. */
    RequestRefused challenge(String message) {
        boolean script = headers("X-Requested-With").contains("XMLHttpRequest");
        String scheme = script ? "DummyBasic " : "Basic ";
        return new RequestRefused(401, message).withHeader("WWW-Authenticate", scheme + shape.challenge());
    }

    /** The name the account signed in with, which need not be its user id; empty for a bearer token. */
    public Optional<String> loginName() {
        return Optional.ofNullable(caller).map(Caller::loginName).filter(name -> !name.isEmpty());
    }

    /** The session of the browser that calls; empty for programs, and for browsers that nobody has signed in. */
    public Optional<Session> session() {
        return Optional.ofNullable(caller).map(Caller::session);
    }

    /** What the browser sent as this cookie; the caller closes it. */
    public Optional<Secret> cookie(Cookie cookie) {
        return cookie.in(headers("Cookie"), overTls());
    }

    /** Whether clients reach this server over TLS, here or at a proxy. */
    public boolean overTls() {
        return addresses.overTls(scheme());
    }

    /** With what the account signed in. */
    public Optional<CredentialKind> credentialKind() {
        return Optional.ofNullable(caller).map(Caller::kind);
    }

    /** Host and port as the client addressed them, such as {@code cloud.example:8080}. */
    public String authority() {
        String authority = engine.getHttpURI().getAuthority();
        return authority == null ? "" : authority;
    }

    /** The version of HTTP on this connection, such as {@code HTTP/2.0}. */
    String protocol() {
        return engine.getConnectionMetaData().getHttpVersion().asString();
    }

    /** The authorities under which a header field of this request may mean this server, such as {@code Destination}. */
    public List<String> ownAuthorities() {
        return addresses.authorities(authority());
    }

    /** How the client came, {@code http} or {@code https}; through a trusted proxy, how it came to that. */
    public String scheme() {
        return client().scheme();
    }

    /** Who sent the request: the peer, or whom a trusted proxy in its place names. */
    TrustedProxies.Client client() {
        if (client == null) {
            boolean secure = engine.getConnectionMetaData().isSecure();
            client = proxies.client(
                    peerAddress(),
                    secure ? "https" : "http",
                    headers("Forwarded"),
                    headers("X-Forwarded-For"),
                    headers("X-Forwarded-Proto"));
        }
        return client;
    }

    /**
     * The address under which this server is reached: for links and whatever else a client keeps.
     *
     * @throws RequestRefused 400 when none is configured and the client came under a name that may be anybody's
     */
    public PublicAddress publicAddress() {
        return addresses.of(scheme(), authority(), localAddress());
    }

    /** What stands before every path of an answer: empty, or such as {@code /coffer}. */
    public String publicPath() {
        return addresses.path();
    }

    private @Nullable InetAddress localAddress() {
        SocketAddress local = engine.getConnectionMetaData().getLocalSocketAddress();
        return local instanceof InetSocketAddress inet ? inet.getAddress() : null;
    }

    /** The id of this request in the log and in {@code X-Request-Id}. */
    public String id() {
        return id;
    }
}
