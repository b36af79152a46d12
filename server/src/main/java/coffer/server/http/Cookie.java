package coffer.server.http;

import coffer.base.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The cookies of this server (RFC 6265). All are out of reach of scripts, and are not sent along when another site posts
 * a form. Over TLS their names carry the prefix that lets no other host of the domain set them and no other path shadow
 * them; without TLS browsers would refuse that.
 */
public enum Cookie {
    /** Tells one browser from another before anybody has signed in; gone when the browser is closed. */
    BROWSER("coffer-browser"),
    /** Stands for a session. */
    SESSION("coffer-session");

    /** Longer values are none of ours. */
    private static final int VALUE_LENGTH_MAX = 200;

    private final String base;

    Cookie(String base) {
        this.base = base;
    }

    private String name(boolean secure) {
        return secure ? "__Host-" + base : base;
    }

    /**
     * The value that a browser sent, if it sent exactly one: of two, one was put there by somebody else.
     *
     * @param lines the {@code Cookie} fields of the request
     */
    Optional<Secret> in(List<String> lines, boolean secure) {
        String name = name(secure) + "=";
        List<String> values = new ArrayList<>();
        for (String line : lines) {
            for (String pair : line.split(";", -1)) {
                String stripped = pair.strip();
                if (stripped.startsWith(name)) {
                    values.add(stripped.substring(name.length()));
                }
            }
        }
        boolean ours = values.size() == 1
                && !values.getFirst().isEmpty()
                && values.getFirst().length() <= VALUE_LENGTH_MAX;
        return ours ? Optional.of(Secret.of(values.getFirst())) : Optional.empty();
    }

    /**
     * The value of a {@code Set-Cookie} field.
     *
     * @param maxAge how long a browser keeps it; null for until it is closed
     * @param secure whether the browser speaks TLS
     */
    public String field(String value, @Nullable Duration maxAge, boolean secure) {
        return name(secure) + "=" + value + "; Path=/; HttpOnly; SameSite=Lax" + (secure ? "; Secure" : "")
                + (maxAge == null ? "" : "; Max-Age=" + maxAge.toSeconds());
    }
}
