package coffer.server.webdav;

import coffer.db.DatabaseFull;
import coffer.disk.StorageFull;
import coffer.keys.RootKeyAway;
import coffer.server.http.Access;
import coffer.server.http.DavErrors;
import coffer.server.http.Request;
import coffer.server.http.RequestRefused;
import coffer.server.http.Response;
import coffer.server.http.Route;
import coffer.server.webdav.DavTree.Place;
import coffer.server.webdav.XmlCursor.MalformedXml;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routes of WebDAV, and the way from a request to the handler of its method. Thread-safe. */
public final class WebDav {
    /** The media type of a file with this name. */
    public static String mediaType(String name) {
        return MediaTypes.ofName(name);
    }

    /** What this server conforms to (RFC 4918, section 18; RFC 5689, section 3.1). */
    static final String COMPLIANCE = "1, 2, 3, extended-mkcol";

    /** Methods that are registered and could mean something here, so that refusing them is about the resource. */
    private static final Set<String> KNOWN_METHODS = Set.of(
            "GET",
            "HEAD",
            "POST",
            "PUT",
            "DELETE",
            "OPTIONS",
            "PATCH",
            "TRACE",
            "PROPFIND",
            "PROPPATCH",
            "MKCOL",
            "COPY",
            "MOVE",
            "LOCK",
            "UNLOCK",
            "REPORT",
            "SEARCH",
            "ACL",
            "MKCALENDAR",
            "BIND",
            "UNBIND",
            "REBIND");

    private static final Logger LOG = LoggerFactory.getLogger(WebDav.class);

    private final Services services;
    private final SignpostHandler signposts;
    private final UploadsHandler uploads;
    private final TrashHandler trash;
    private final VersionsHandler versions;
    private final BulkHandler bulk;
    private final PropfindHandler propfind;
    private final ProppatchHandler proppatch = new ProppatchHandler();
    private final MkcolHandler mkcol = new MkcolHandler();
    private final GetHandler get = new GetHandler();
    private final PutHandler put = new PutHandler();
    private final RelocateHandler relocate = new RelocateHandler();
    private final LockHandler lock = new LockHandler();
    private final FileLockHandler fileLock = new FileLockHandler();

    /**
     * @param clock by which remaining times of locks are told
     */
    public WebDav(Features features, Identity identity, DavSettings settings, Clock clock) {
        this.services = new Services(
                features.files(),
                features.homes(),
                features.files().spaces(),
                features.locks(),
                features.fileLocks(),
                features.trash(),
                features.versions(),
                features.objects(),
                features.archives(),
                features.shareMarks(),
                features.accounts(),
                identity,
                settings,
                clock);
        this.signposts = new SignpostHandler(services);
        this.uploads = new UploadsHandler(services, features.uploads());
        this.trash = new TrashHandler(services);
        this.versions = new VersionsHandler(services);
        this.bulk = new BulkHandler(services);
        this.propfind = new PropfindHandler(settings);
    }

    /**
     * One route for each spelling of the two trees, and those of bulk upload. Anybody may ask for the options of the
     * trees, which tell nothing of files.
     */
    public List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        List<List<String>> roots = new ArrayList<>(DavTree.ROOTS);
        roots.addAll(DavTree.LEGACY_ROOTS);
        for (List<String> root : roots) {
            routes.add(Route.of("/" + String.join("/", root), Access.USER, DavErrors.SHAPE, this::handle)
                    .withBodyBytesMax(Route.UNBOUNDED)
                    .withAnonymous("OPTIONS"));
        }
        for (List<String> root : DavTree.ROOTS) {
            routes.add(Route.of("/" + String.join("/", root) + "/bulk", Access.USER, DavErrors.SHAPE, bulk::handle)
                    .withBodyBytesMax(BulkHandler.BODY_BYTES_MAX));
        }
        return routes;
    }

    private void handle(Request request, Response response) throws IOException {
        if (request.method().equals("OPTIONS")) {
            options(response);
            return;
        }
        try {
            Place place = DavTree.find(request.path().segments(), request.account())
                    .orElseThrow(() -> Refusals.notFound(request.segments()));
            switch (place) {
                case Place.Signpost signpost -> signposts.signpost(request, response, signpost);
                case Place.Principal principal -> signposts.principal(request, response, principal);
                case Place.InFiles files -> inFiles(new FilesCall(services, request, response, files));
                case Place.InUploads inUploads -> uploads.handle(request, response, inUploads);
                case Place.InTrash inTrash -> trash.handle(request, response, inTrash);
                case Place.InVersions inVersions -> versions.handle(request, response, inVersions);
                // Only where something is moved to.
                case Place.Restoring _ -> throw Refusals.notFound(request.segments());
            }
        } catch (MalformedXml e) {
            throw RequestRefused.badRequest(String.valueOf(e.getMessage()));
        } catch (StorageFull | DatabaseFull e) {
            // RFC 4918, section 11.5. The operator learns the rest from the log of what has failed.
            LOG.error("request {} found no room: {}", request.id(), e.toString());
            throw new RequestRefused(507, "The server has no room left.");
        } catch (RootKeyAway e) {
            LOG.error("request {} found the keys out of reach: {}", request.id(), e.toString());
            throw RequestRefused.later(
                    503,
                    "The server cannot reach the keys of its content for now.",
                    Duration.ofSeconds(RootKeyAway.RETRY_AFTER_SECONDS));
        }
    }

    private void inFiles(FilesCall call) throws IOException {
        switch (call.request().method()) {
            case "PROPFIND" -> propfind.handle(call);
            case "PROPPATCH" -> proppatch.handle(call);
            case "GET", "HEAD" -> get.handle(call);
            case "PUT" -> put.put(call);
            case "PATCH" -> put.recalculate(call);
            case "MKCOL" -> mkcol.handle(call);
            case "DELETE" -> relocate.delete(call);
            case "MOVE" -> relocate.move(call);
            case "COPY" -> relocate.copy(call);
            case "LOCK" -> lock(call);
            case "UNLOCK" -> unlock(call);
            default -> throw notAllowed(call.request().method(), Refusals.METHODS);
        }
    }

    private void lock(FilesCall call) throws IOException {
        if (FileLockHandler.means(call.request())) {
            fileLock.lock(call);
        } else {
            lock.lock(call);
        }
    }

    private void unlock(FilesCall call) throws IOException {
        if (FileLockHandler.means(call.request())) {
            fileLock.unlock(call);
        } else {
            lock.unlock(call);
        }
    }

    /** RFC 9110, sections 15.5.6 and 15.6.2: a method nobody knows is not implemented, a known one not allowed. */
    static RequestRefused notAllowed(String method, String... allowed) {
        return KNOWN_METHODS.contains(method)
                ? RequestRefused.methodNotAllowed(allowed)
                : new RequestRefused(501, "This method is not known here.");
    }

    private static void options(Response response) throws IOException {
        response.header("Allow", String.join(", ", Refusals.METHODS));
        response.header("DAV", COMPLIANCE);
        // Microsoft's clients look for this before they mount.
        response.header("MS-Author-Via", "DAV");
        response.header("Accept-Ranges", "bytes");
        response.contentLength(0);
        response.empty(200);
    }
}
