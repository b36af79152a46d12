package coffer.server.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One row of the route table.
 *
 * @param prefix decoded path segments; the longest matching prefix wins
 * @param access who may call
 * @param shape how refusals look
 * @param bodyBytesMax the largest request body in bytes, {@link #UNBOUNDED} where the handler bounds it itself
 * @param anonymousMethods methods that anybody may call although {@code access} says {@link Access#USER}; credentials
 *     that are sent are still checked
 * @param handler who answers
 */
public record Route(
        List<String> prefix,
        Access access,
        ErrorShape shape,
        long bodyBytesMax,
        Set<String> anonymousMethods,
        Handler handler) {
    /** Enough for every XML, JSON and form body of the clients; a PROPFIND of the desktop client has 1 KiB. */
    public static final long DOCUMENT_BYTES_MAX = 1024 * 1024;

    /** For uploads: quota and disk bound them, not the route. */
    public static final long UNBOUNDED = Long.MAX_VALUE;

    public Route {
        prefix = List.copyOf(prefix);
        anonymousMethods = Set.copyOf(anonymousMethods);
    }

    /** A route for documents of at most {@value #DOCUMENT_BYTES_MAX} bytes. */
    public static Route of(String prefix, Access access, ErrorShape shape, Handler handler) {
        return new Route(RequestPath.parse(prefix).segments(), access, shape, DOCUMENT_BYTES_MAX, Set.of(), handler);
    }

    public Route withBodyBytesMax(long bytesMax) {
        return new Route(prefix, access, shape, bytesMax, anonymousMethods, handler);
    }

    public Route withAnonymous(String... methods) {
        return new Route(prefix, access, shape, bodyBytesMax, Set.of(methods), handler);
    }

    /** The same route below {@code index.php}: clients use both forms of the front routes. */
    Route belowIndexPhp() {
        List<String> longer = new ArrayList<>();
        longer.add("index.php");
        longer.addAll(prefix);
        return new Route(longer, access, shape, bodyBytesMax, anonymousMethods, handler);
    }

    /** The route's pattern for logs and events, which must not hold the raw path. */
    public String pattern() {
        return "/" + String.join("/", prefix);
    }
}
