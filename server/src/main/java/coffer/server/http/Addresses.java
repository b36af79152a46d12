package coffer.server.http;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides under which address the server is talked to. A configured address counts always. Without one only names of
 * this machine itself are believed: whoever can choose the {@code Host} of somebody else's request must not be able to
 * choose the address in its answer.
 */
final class Addresses {
    private final Optional<PublicAddress> configured;

    Addresses(Optional<PublicAddress> configured) {
        this.configured = configured;
    }

    /** What stands before the paths of all answers; empty unless configured. */
    String path() {
        return configured.map(PublicAddress::path).orElse("");
    }

    /**
     * A path as sent, without the public path before it. Proxies either pass that on or take it off, and both forms mean
     * the same place. It is recognised in one spelling only, without escapes.
     */
    String local(String rawPath) {
        String prefix = path();
        if (prefix.isEmpty() || !rawPath.startsWith(prefix)) {
            return rawPath;
        }
        String rest = rawPath.substring(prefix.length());
        if (rest.isEmpty()) {
            return "/";
        }
        return rest.charAt(0) == '/' ? rest : rawPath;
    }

    /** The authorities under which a client may mean this server in a header field: the one it named, and the public one. */
    List<String> authorities(String named) {
        return configured.map(url -> List.of(named, url.authority())).orElse(List.of(named));
    }

    /** Whether clients come over TLS, given how this connection came. */
    boolean overTls(String scheme) {
        return configured.map(PublicAddress::secure).orElse(scheme.equals("https"));
    }

    /**
     * The address to answer with.
     *
     * @param scheme how this connection came
     * @param authority what the client named
     * @param local the address of this end of the connection, if it has one
     * @throws RequestRefused 400 when none is configured and the client names a host that is not this machine
     */
    PublicAddress of(String scheme, String authority, @Nullable InetAddress local) {
        if (configured.isPresent()) {
            return configured.get();
        }
        int colon = authority.lastIndexOf(':');
        boolean port = colon > authority.lastIndexOf(']');
        String host = (port ? authority.substring(0, colon) : authority).toLowerCase(Locale.ROOT);
        if (!host.equals("localhost") && !isLiteral(host, local)) {
            throw RequestRefused.badRequest(
                    "This server does not know itself under that address. Its operator can name it with --url.");
        }
        return new PublicAddress(scheme, authority.toLowerCase(Locale.ROOT), "");
    }

    private static boolean isLiteral(String host, @Nullable InetAddress local) {
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        try {
            return InetAddress.ofLiteral(bracketed ? host.substring(1, host.length() - 1) : host)
                    .equals(local);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
