package coffer.server.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * The address under which people and programs reach this server, as it stands in links, in the answers of the login
 * flow and before the paths of all answers.
 *
 * @param scheme {@code http} or {@code https}
 * @param authority host in lower case, and the port unless it is the scheme's own; IPv6 in brackets
 * @param path what stands before every path when a proxy serves Coffer below another site: empty, or segments such as
 *     {@code /coffer}, without a slash at the end
 */
public record PublicAddress(String scheme, String authority, String path) {
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final int PORT_MAX = 65_535;

    /**
     * Reads an address as an operator types it.
     *
     * @throws IllegalArgumentException with what is wrong, for a person
     */
    public static PublicAddress parse(String text) {
        URI uri;
        try {
            uri = new URI(text.strip()).parseServerAuthority();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("it is no address: " + e.getReason(), e);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("it does not begin with http:// or https://");
        }
        if (uri.getHost() == null || uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("it must name a host, and no user");
        }
        if (uri.getPort() == 0 || uri.getPort() > PORT_MAX) {
            throw new IllegalArgumentException("there is no port " + uri.getPort());
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("it must not have a query or a fragment");
        }
        return new PublicAddress(scheme, authority(scheme, uri.getHost(), uri.getPort()), path(uri.getRawPath()));
    }

    /** Host and port as they stand in addresses of this scheme; the port is -1 when none was given. */
    static String authority(String scheme, String host, int port) {
        int usual = scheme.equals("https") ? HTTPS_PORT : HTTP_PORT;
        String name = host.toLowerCase(Locale.ROOT);
        return port < 0 || port == usual ? name : name + ":" + port;
    }

    private static String path(String raw) {
        String trimmed = raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw;
        if (!trimmed.matches("(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*")) {
            throw new IllegalArgumentException("its path may hold letters, digits and - . _ ~ only");
        }
        return trimmed;
    }

    /** Whether it is reached over TLS: then cookies are marked for it, and browsers are told to insist on it. */
    public boolean secure() {
        return scheme.equals("https");
    }

    /** Without a slash at the end, such as {@code https://cloud.example/coffer}. */
    public String base() {
        return scheme + "://" + authority + path;
    }

    /** The address of a path of this server that begins with a slash. */
    public String of(String rawPath) {
        return base() + rawPath;
    }

    @Override
    public String toString() {
        return base();
    }
}
