package coffer.server.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The table of routes, matched by whole decoded segments, longest prefix first. Immutable after {@link Builder#build()}.
 * What no route covers is a plain 404.
 */
public final class Router {
    private final Node root;

    private Router(Node root) {
        this.root = root;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The route for a path, or null. */
    @Nullable
    Route find(RequestPath path) {
        Node node = root;
        Route found = node.route;
        for (String segment : path.segments()) {
            node = node.children.get(segment);
            if (node == null) {
                break;
            }
            found = node.route == null ? found : node.route;
        }
        return found;
    }

    /** Whether the path of any route begins with this segment. */
    boolean beginsWith(String segment) {
        return root.children.containsKey(segment);
    }

    /**
     * The shape for a path that may be unreadable: segments are compared as sent, for as long as they are plain. A
     * DAV client gets a DAV answer also when the rest of its path is refused.
     */
    ErrorShape shape(String rawPath) {
        Node node = root;
        ErrorShape shape = PlainErrors.SHAPE;
        for (String segment : rawPath.split("/", -1)) {
            if (segment.isEmpty() && node == root) {
                continue;
            }
            node = node.children.get(segment);
            if (node == null) {
                break;
            }
            shape = node.route == null ? shape : node.route.shape();
        }
        return shape;
    }

    private static final class Node {
        private final Map<String, Node> children = new HashMap<>();
        private @Nullable Route route;
    }

    /** Collects routes; two for one prefix are a mistake of the wiring. */
    public static final class Builder {
        private final Node root = new Node();

        public Builder route(Route route) {
            Node node = root;
            for (String segment : route.prefix()) {
                node = node.children.computeIfAbsent(segment, _ -> new Node());
            }
            if (node.route != null) {
                throw new IllegalArgumentException("two routes for " + route.pattern());
            }
            node.route = route;
            return this;
        }

        /** The same route below {@code /index.php} too: clients use both forms of the front routes. */
        public Builder front(Route route) {
            return route(route).route(route.belowIndexPhp());
        }

        public Builder routes(List<Route> routes) {
            routes.forEach(this::route);
            return this;
        }

        public Router build() {
            return new Router(root);
        }
    }
}
