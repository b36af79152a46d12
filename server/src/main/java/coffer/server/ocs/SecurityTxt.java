package coffer.server.ocs;

import coffer.base.MailAddress;
import coffer.server.http.PublicAddress;
import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code /.well-known/security.txt} (RFC 9116): whom to tell about a weakness of this installation. Its date of expiry moves
 * on by itself, so it never goes stale while the server runs.
 */
public final class SecurityTxt {
    /** From the beginning of today; the RFC asks for less than a year. */
    static final Duration VALID = Duration.ofDays(180);

    private static final Set<String> SCHEMES = Set.of("mailto", "https", "tel");

    private final List<String> contacts;
    private final Optional<String> policy;
    private final Optional<PublicAddress> url;
    private final Clock clock;

    /**
     * @param contacts what {@link #contact} gave, the preferred one first; without any there is no such file
     * @param policy what {@link #policy} gave
     * @param url the public address, if it is named
     */
    public SecurityTxt(List<String> contacts, Optional<String> policy, Optional<PublicAddress> url, Clock clock) {
        this.contacts = List.copyOf(contacts);
        this.policy = policy;
        this.url = url;
        this.clock = clock;
    }

    /**
     * A way to reach the operator: a mail address, or a {@code mailto:}, {@code https:} or {@code tel:} address (RFC 9116
     * § 2.5.3).
     *
     * @throws IllegalArgumentException with what is wrong, for a person
     */
    public static String contact(String text) {
        if (MailAddress.fault(text).isEmpty()) {
            MailAddress mail = new MailAddress(text);
            return "mailto:" + mail.localPart() + "@" + IDN.toASCII(mail.domain());
        }
        URI uri = uri(text);
        if (uri.getScheme() == null || !SCHEMES.contains(uri.getScheme())) {
            throw new IllegalArgumentException("it is neither a mail address nor begins with mailto:, https: or tel:");
        }
        return uri.toASCIIString();
    }

    /**
     * Where the rules for people who look for weaknesses are written (RFC 9116 § 2.5.7).
     *
     * @throws IllegalArgumentException with what is wrong, for a person
     */
    public static String policy(String text) {
        URI uri = uri(text);
        if (!"https".equals(uri.getScheme()) || uri.getHost() == null) {
            throw new IllegalArgumentException("it does not begin with https://");
        }
        return uri.toASCIIString();
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("it is no address: " + e.getReason(), e);
        }
    }

    /** The file as of now; empty when nobody is named. */
    Optional<String> text() {
        if (contacts.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder();
        contacts.forEach(contact -> field(text, "Contact", contact));
        field(
                text,
                "Expires",
                clock.instant().truncatedTo(ChronoUnit.DAYS).plus(VALID).toString());
        url.filter(PublicAddress::secure)
                .ifPresent(address -> field(text, "Canonical", address.of("/.well-known/security.txt")));
        policy.ifPresent(where -> field(text, "Policy", where));
        return Optional.of(text.toString());
    }

    private static void field(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(value).append("\r\n");
    }
}
