package coffer.server.ocs;

import coffer.server.http.Access;
import coffer.server.http.ErrorShape;
import coffer.server.http.Handler;
import coffer.server.http.PlainErrors;
import coffer.server.http.Request;
import coffer.server.http.RequestRefused;
import coffer.server.http.Response;
import coffer.server.http.Route;
import coffer.server.http.Router;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** What clients ask first, without signing in, and what a person sees who types the address. */
public final class FrontPages {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final Handler home;
    private final ErrorShape errors;
    private final SecurityTxt securityTxt;

    /**
     * @param home shows the page for people at the bare address
     * @param errors how refusals look there
     */
    public FrontPages(Handler home, ErrorShape errors, SecurityTxt securityTxt) {
        this.home = home;
        this.errors = errors;
        this.securityTxt = securityTxt;
    }

    void addTo(Router.Builder routes) {
        routes.route(open("/status.php", reading(FrontPages::status)));
        routes.front(open("/204", reading((_, response) -> response.empty(204))));
        routes.front(open("/.well-known", reading(this::wellKnown)));
        routes.front(Route.of("/", Access.BROWSER, errors, this::root));
    }

    private static Route open(String path, Handler handler) {
        return Route.of(path, Access.ANONYMOUS, PlainErrors.SHAPE, handler);
    }

    private static Handler reading(Handler handler) {
        return (request, response) -> {
            requireRead(request);
            handler.handle(request, response);
        };
    }

    private static void requireRead(Request request) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            throw RequestRefused.methodNotAllowed("GET", "HEAD");
        }
    }

    private static void requireNothingBelow(Request request) {
        if (!request.segments().isEmpty()) {
            throw RequestRefused.notFound("There is nothing here.");
        }
    }

    /** Booleans, not texts; clients of all makes refuse an account without {@code installed}. */
    private static void status(Request request, Response response) {
        requireNothingBelow(request);
        response.header("Access-Control-Allow-Origin", "*");
        response.send(
                200,
                "application/json",
                MAPPER.writeValueAsBytes(OcsAnswer.map()
                        .put("installed", true)
                        .put("maintenance", false)
                        .put("needsDbUpgrade", false)
                        .put("version", Advertised.VERSION)
                        .put("versionstring", Advertised.VERSION_STRING)
                        .put("edition", "")
                        .put("productname", Advertised.PRODUCT)
                        .put("extendedSupport", false)));
    }

    private void wellKnown(Request request, Response response) {
        List<String> segments = request.segments();
        String service = segments.isEmpty() ? "" : segments.getFirst();
        if (segments.equals(List.of("change-password"))) {
            // W3C "A Well-Known URL for Changing Passwords": password managers send people there.
            response.header("Location", request.publicPath() + "/settings/user/security");
            response.empty(302);
            return;
        }
        Optional<String> contacts = segments.equals(List.of("security.txt")) ? securityTxt.text() : Optional.empty();
        if (contacts.isPresent()) {
            response.send(200, "text/plain; charset=utf-8", contacts.get());
            return;
        }
        response.header("X-NEXTCLOUD-WELL-KNOWN", "1");
        response.send(
                404,
                OcsEnvelope.JSON,
                MAPPER.writeValueAsBytes(OcsAnswer.map().put("message", service + " not supported")));
    }

    /**
     * The page of the bare address. It must not ask for a sign-in: the desktop client would then take the server for one
     * that knows nothing but passwords. Windows mounts the address itself and is sent to its files.
     */
    private void root(Request request, Response response) throws IOException {
        requireNothingBelow(request);
        if (request.method().equals("OPTIONS")) {
            response.header("DAV", "1, 2, 3");
            response.header("MS-Author-Via", "DAV");
            response.header("Allow", "OPTIONS, GET, HEAD");
            response.empty(200);
            return;
        }
        requireRead(request);
        boolean windows = request.headers("User-Agent").stream().anyMatch(agent -> agent.contains("DavClnt"));
        if (windows) {
            response.header("Location", request.publicPath() + "/remote.php/webdav/");
            response.empty(302);
            return;
        }
        home.handle(request, response);
    }
}
