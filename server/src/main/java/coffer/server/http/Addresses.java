package coffer.server.http;

import java.util.Locale;
import java.util.Optional;

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
     * The address to answer with.
     *
     * @param scheme how this connection came
     * @param authority what the client named
     * @param localHost the address of this end of the connection, as text, IPv6 in brackets
     * @throws RequestRefused 400 when none is configured and the client names a host that is not this machine
     */
    PublicAddress of(String scheme, String authority, String localHost) {
        if (configured.isPresent()) {
            return configured.get();
        }
        int colon = authority.lastIndexOf(':');
        boolean port = colon > authority.lastIndexOf(']');
        String host = (port ? authority.substring(0, colon) : authority).toLowerCase(Locale.ROOT);
        if (!host.equals("localhost") && !host.equals(localHost)) {
            throw RequestRefused.badRequest(
                    "This server does not know itself under that address. Its operator can name it with --url.");
        }
        return new PublicAddress(scheme, authority.toLowerCase(Locale.ROOT), "");
    }
}
