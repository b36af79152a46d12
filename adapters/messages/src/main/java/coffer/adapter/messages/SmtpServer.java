package coffer.adapter.messages;

import coffer.base.Secret;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * The mail server of the operator, as the setting names it. Prints without user and password.
 *
 * @param host name or numeric address; IPv6 without brackets
 * @param login empty when the server asks for none
 */
public record SmtpServer(String host, int port, Tls tls, Optional<Login> login) {
    /** Submission with STARTTLS (RFC 6409 § 3.1). */
    static final int PORT = 587;

    /** Submission over TLS from the first byte (RFC 8314 § 7.3). */
    static final int PORT_TLS = 465;

    private static final int PORT_MAX = 65_535;

    /** How the connection is protected. */
    public enum Tls {
        /** From the first byte on. */
        IMPLICIT,
        /** By STARTTLS (RFC 3207); without it no mail is sent. */
        REQUIRED,
        /** By STARTTLS if the server offers it. Protects from those who listen, not from those who interfere. */
        OPPORTUNISTIC
    }

    /** Who signs in. */
    public record Login(String user, Secret password) {
        @Override
        public String toString() {
            return "[secret]";
        }
    }

    /**
     * Reads {@code smtp://HOST}, {@code smtps://USER:PASSWORD@HOST:PORT} or
     * {@code smtp://USER:PASSWORD@HOST?starttls=required}; user and password are percent-encoded. A password goes over an
     * encrypted connection only: with one, STARTTLS is required unless the server is this machine.
     *
     * @throws IllegalArgumentException with what is wrong, for a person; the message repeats nothing of the text
     */
    public static SmtpServer parse(String text) {
        URI uri;
        try {
            uri = new URI(text.strip()).parseServerAuthority();
        } catch (URISyntaxException _) {
            // The exception repeats the text, and with it the password.
            throw new IllegalArgumentException(
                    "it is no address; special characters in a password are percent-encoded");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean implicit = scheme.equals("smtps");
        if (!implicit && !scheme.equals("smtp")) {
            throw new IllegalArgumentException("it does not begin with smtp:// or smtps://");
        }
        if (uri.getHost() == null || !uri.getRawPath().matches("/?") || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("it must name a host, and no path");
        }
        int port = uri.getPort() < 0 ? (implicit ? PORT_TLS : PORT) : uri.getPort();
        if (port == 0 || port > PORT_MAX) {
            throw new IllegalArgumentException("its port is not between 1 and " + PORT_MAX);
        }
        String host = uri.getHost().replaceAll("[\\[\\]]", "");
        Optional<Login> login = login(uri.getRawUserInfo());
        return new SmtpServer(host, port, tls(implicit, uri.getRawQuery(), login.isPresent() && !isLocal(host)), login);
    }

    private static Tls tls(boolean implicit, @org.jspecify.annotations.Nullable String query, boolean needed) {
        if (query != null && (implicit || !query.equals("starttls=required"))) {
            throw new IllegalArgumentException("after the question mark only starttls=required is known, for smtp://");
        }
        if (implicit) {
            return Tls.IMPLICIT;
        }
        return query != null || needed ? Tls.REQUIRED : Tls.OPPORTUNISTIC;
    }

    private static Optional<Login> login(@org.jspecify.annotations.Nullable String userInfo) {
        if (userInfo == null) {
            return Optional.empty();
        }
        int colon = userInfo.indexOf(':');
        if (colon < 1 || colon == userInfo.length() - 1) {
            throw new IllegalArgumentException("it must name both user and password, or neither");
        }
        return Optional.of(
                new Login(decoded(userInfo.substring(0, colon)), Secret.of(decoded(userInfo.substring(colon + 1)))));
    }

    /** Percent-decoding alone: a plus sign stands for itself here. */
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static boolean isLocal(String host) {
        if (host.equalsIgnoreCase("localhost")) {
            return true;
        }
        try {
            return InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException _) {
            // A name; what it stands for may change.
            return false;
        }
    }

    /** Host, port and protection. */
    @Override
    public String toString() {
        return host + ":" + port + " (TLS " + tls.name().toLowerCase(Locale.ROOT) + ")";
    }
}
