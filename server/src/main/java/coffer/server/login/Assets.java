package coffer.server.login;

import coffer.server.http.Access;
import coffer.server.http.PlainErrors;
import coffer.server.http.Request;
import coffer.server.http.RequestRefused;
import coffer.server.http.Response;
import coffer.server.http.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Style sheet and icon, under names that change with their content, so that browsers may keep them for ever. */
final class Assets {
    private static final int HASH_BYTES = 8;

    private final Map<String, Asset> byName = new LinkedHashMap<>();
    private final String stylesheet;
    private final String icon;

    private record Asset(String type, Content content) {}

    /** Bytes that are handed out only. */
    private static final class Content {
        private final byte[] bytes;

        Content(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    Assets() {
        stylesheet = add("coffer", ".css", "text/css; charset=utf-8");
        icon = add("icon", ".svg", "image/svg+xml; charset=utf-8");
    }

    String stylesheet() {
        return stylesheet;
    }

    String icon() {
        return icon;
    }

    Route route() {
        return Route.of("/assets", Access.ANONYMOUS, PlainErrors.SHAPE, this::get);
    }

    private String add(String stem, String ending, String type) {
        try (InputStream in = Objects.requireNonNull(Assets.class.getResourceAsStream(stem + ending), stem)) {
            byte[] bytes = in.readAllBytes();
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            String name = stem + "-" + HexFormat.of().formatHex(hash, 0, HASH_BYTES) + ending;
            byName.put(name, new Asset(type, new Content(bytes)));
            return name;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private void get(Request request, Response response) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            throw RequestRefused.methodNotAllowed("GET", "HEAD");
        }
        Asset asset =
                request.segments().size() == 1 ? byName.get(request.segments().getFirst()) : null;
        if (asset == null) {
            throw RequestRefused.notFound("There is nothing here.");
        }
        response.header("Cache-Control", "public, max-age=31536000, immutable");
        response.send(200, asset.type(), asset.content().bytes);
    }
}
