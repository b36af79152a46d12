package coffer.server.http;

import coffer.accounts.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose word about a client is taken. A proxy adds the address of its peer at the end of {@code X-Forwarded-For} or
 * {@code Forwarded} (RFC 7239); what stands before that came from outside and may be invented. So the list is read from
 * its end, from one trusted proxy to the next, and the first address that is no trusted proxy is the client's. From
 * anybody who is not trusted these headers mean nothing. The names that clients ask for ({@code Host},
 * {@code X-Forwarded-Host}) are never read here: see {@link Addresses}.
 */
final class TrustedProxies {
    private static final Logger LOG = LoggerFactory.getLogger(TrustedProxies.class);

    private final List<Network> trusted;
    private final AtomicBoolean warned = new AtomicBoolean();

    /**
     * Who sent a request.
     *
     * @param address the IP address as text, or what stands for a peer that has none
     * @param scheme {@code http} or {@code https}
     */
    record Client(String address, String scheme) {}

    TrustedProxies(List<Network> trusted) {
        this.trusted = List.copyOf(trusted);
    }

    /**
     * @param peer the address of the other end of the connection
     * @param scheme of this connection
     * @param forwarded the lines of {@code Forwarded}
     * @param forwardedFor the lines of {@code X-Forwarded-For}
     * @param forwardedProto the lines of {@code X-Forwarded-Proto}
     */
    Client client(
            String peer,
            String scheme,
            List<String> forwarded,
            List<String> forwardedFor,
            List<String> forwardedProto) {
        if (forwarded.isEmpty() && forwardedFor.isEmpty() && forwardedProto.isEmpty()) {
            return new Client(peer, scheme);
        }
        if (Network.ofAddress(peer).filter(this::trusts).isEmpty()) {
            warn(peer);
            return new Client(peer, scheme);
        }
        List<Hop> standard = ForwardedField.hops(forwarded);
        List<Hop> usual = ForwardedField.plainHops(forwardedFor);
        Hop byStandard = nearestOutside(standard).orElse(new Hop(peer, ""));
        Hop byUsual = nearestOutside(usual).orElse(new Hop(peer, ""));
        if (!forwarded.isEmpty()
                && !forwardedFor.isEmpty()
                && !byStandard.address().equals(byUsual.address())) {
            // The proxy wrote one of them and let the client's own pass as the other; nobody can tell which.
            return new Client(peer, scheme);
        }
        Hop hop = forwarded.isEmpty() ? byUsual : byStandard;
        String last = forwardedProto.isEmpty() ? "" : ForwardedField.last(forwardedProto);
        return new Client(hop.address(), scheme(last, hop.scheme(), scheme));
    }

    /** One step of a request on its way: who sent it and, where the proxy says so, how. */
    record Hop(String address, String scheme) {}

    /** From the end: the first that is not trusted, or the last readable one; empty when the end is unreadable already. */
    private Optional<Hop> nearestOutside(List<Hop> hops) {
        Optional<Hop> found = Optional.empty();
        for (Hop hop : hops.reversed()) {
            Optional<Network> address = Network.ofAddress(hop.address());
            if (address.isEmpty()) {
                return found;
            }
            found = Optional.of(new Hop(address.get().address(), hop.scheme()));
            if (!trusts(address.get())) {
                return found;
            }
        }
        return found;
    }

    private static String scheme(String... candidates) {
        for (String candidate : candidates) {
            if (candidate.equalsIgnoreCase("https")) {
                return "https";
            }
            if (candidate.equalsIgnoreCase("http")) {
                return "http";
            }
        }
        return "http";
    }

    private boolean trusts(Network address) {
        return trusted.stream().anyMatch(network -> network.contains(address));
    }

    /** Whether a peer at this address is believed. */
    boolean trusts(String address) {
        return !trusted.isEmpty()
                && Network.ofAddress(address).filter(this::trusts).isPresent();
    }

    private void warn(String peer) {
        if (warned.compareAndSet(false, true)) {
            LOG.warn(
                    "Requests from {} carry headers about another client (Forwarded, X-Forwarded-For), which are"
                            + " ignored: that address is not in trusted-proxies. If it is your proxy's, set"
                            + " trusted-proxies = {}, or wrong passwords of one person will slow down everybody.",
                    peer,
                    listWith(peer));
        }
    }

    private String listWith(String peer) {
        List<String> all =
                new ArrayList<>(trusted.stream().map(Network::toString).toList());
        all.add(peer);
        return String.join(", ", all);
    }
}
