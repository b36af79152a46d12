package coffer.server.webdav;

import coffer.server.http.RequestPath;
import coffer.server.http.RequestRefused;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The references of {@code Destination} and of the tags in {@code If} (RFC 4918, sections 8.3 and 10.3): an absolute URI
 * or an absolute path. Clients write them in every way: the desktop client a path on the final MOVE of an upload and a
 * URL with raw UTF-8 on its chunks, rclone and neon a URL with or without the default port.
 */
final class DavUri {

    private DavUri() {}

    /**
     * The path that a reference names on this server.
     *
     * @param reference as it came
     * @param authorities host and port as the request named them, and those of the public address
     * @param publicPath see {@link DavSettings#publicPath}
     * @return empty when it names another server, or a place outside of the public path
     * @throws RequestRefused 400 when it is no reference at all, or its path is odd
     */
    static Optional<RequestPath> path(String reference, List<String> authorities, String publicPath) {
        String raw = reference;
        int schemeEnd = reference.indexOf("://");
        if (schemeEnd >= 0 && reference.lastIndexOf('/', schemeEnd) < 0) {
            String scheme = reference.substring(0, schemeEnd).toLowerCase(Locale.ROOT);
            if (!scheme.equals("http") && !scheme.equals("https")) {
                return Optional.empty();
            }
            int pathStart = reference.indexOf('/', schemeEnd + 3);
            int authorityEnd = pathStart < 0 ? reference.length() : pathStart;
            String named = reference.substring(schemeEnd + 3, authorityEnd);
            String meant = named.substring(named.indexOf('@') + 1);
            if (authorities.stream().noneMatch(authority -> sameServer(meant, authority))) {
                return Optional.empty();
            }
            raw = pathStart < 0 ? "/" : reference.substring(pathStart);
        }
        if (raw.startsWith("//")) {
            // A reference without scheme but with authority is neither of the two allowed forms.
            throw RequestRefused.badRequest("The address is neither absolute nor an absolute path.");
        }
        if (raw.indexOf('?') >= 0 || raw.indexOf('#') >= 0) {
            throw RequestRefused.badRequest("The address has a query or a fragment.");
        }
        RequestPath path = RequestPath.parse(escaped(raw));
        if (publicPath.isEmpty()) {
            return Optional.of(path);
        }
        RequestPath base = RequestPath.parse(publicPath);
        int depth = base.segments().size();
        if (path.segments().size() < depth || !path.segments().subList(0, depth).equals(base.segments())) {
            return Optional.empty();
        }
        return Optional.of(
                new RequestPath(path.segments().subList(depth, path.segments().size()), path.trailingSlash()));
    }

    /**
     * Whether two authorities are one server. The scheme is not looked at, and a port only when both name one: behind a
     * proxy that ends TLS the client's idea of them differs from ours.
     */
    private static boolean sameServer(String named, String authority) {
        return host(named).equalsIgnoreCase(host(authority))
                && (port(named).isEmpty()
                        || port(authority).isEmpty()
                        || port(named).equals(port(authority)));
    }

    private static String host(String authority) {
        int colon = portColon(authority);
        return colon < 0 ? authority : authority.substring(0, colon);
    }

    /** Empty for the ports that both schemes leave out. */
    private static String port(String authority) {
        int colon = portColon(authority);
        String port = colon < 0 ? "" : authority.substring(colon + 1);
        return port.equals("80") || port.equals("443") ? "" : port;
    }

    /** The colon before the port; those of an IPv6 address stand inside brackets. */
    private static int portColon(String authority) {
        int colon = authority.lastIndexOf(':');
        return colon > authority.lastIndexOf(']') ? colon : -1;
    }

    /**
     * The same path with everything but printable ASCII escaped. Header fields arrive one character per byte; bytes that
     * form UTF-8 are taken for that.
     */
    private static String escaped(String raw) {
        if (raw.chars().allMatch(c -> c > ' ' && c <= '~')) {
            return raw;
        }
        StringBuilder path = new StringBuilder();
        for (byte octet : utf8(raw)) {
            int value = octet & 0xFF;
            if (value > ' ' && value <= '~') {
                path.append((char) value);
            } else {
                path.append('%').append(String.format(Locale.ROOT, "%02x", value));
            }
        }
        return path.toString();
    }

    private static byte[] utf8(String raw) {
        byte[] bytes = raw.getBytes(StandardCharsets.ISO_8859_1);
        if (raw.chars().allMatch(c -> c <= 0xFF)) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
                return bytes;
            } catch (CharacterCodingException _) {
                // No UTF-8 seen byte by byte: the characters are meant as they stand.
            }
        }
        return raw.getBytes(StandardCharsets.UTF_8);
    }
}
