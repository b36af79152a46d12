package coffer.server.http;

import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.PreEncodedHttpField;

/**
 * What every answer tells a browser that should open it by accident: run nothing, guess no types, frame nothing, index
 * nothing, pass no addresses on. Pages loosen the policy they need.
 */
final class SecurityHeaders {
    static final String POLICY = "Content-Security-Policy";

    /** RFC 6797; a year, without judging other hosts of the domain. */
    private static final HttpField INSIST_ON_TLS =
            new PreEncodedHttpField("Strict-Transport-Security", "max-age=31536000");

    private static final List<HttpField> ALL = List.of(
            new PreEncodedHttpField("X-Content-Type-Options", "nosniff"),
            new PreEncodedHttpField("X-Frame-Options", "SAMEORIGIN"),
            new PreEncodedHttpField("X-Robots-Tag", "noindex, nofollow"),
            new PreEncodedHttpField("X-Permitted-Cross-Domain-Policies", "none"),
            new PreEncodedHttpField("Referrer-Policy", "no-referrer"),
            new PreEncodedHttpField(
                    "Permissions-Policy",
                    "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"),
            new PreEncodedHttpField("Cross-Origin-Opener-Policy", "same-origin"),
            new PreEncodedHttpField("Cross-Origin-Resource-Policy", "same-origin"),
            new PreEncodedHttpField(
                    POLICY,
                    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"));

    private SecurityHeaders() {}

    /**
     * @param overTls whether clients come over TLS: then browsers shall never try without again
     */
    static void addTo(HttpFields.Mutable headers, boolean overTls) {
        for (HttpField field : ALL) {
            headers.put(field);
        }
        if (overTls) {
            headers.put(INSIST_ON_TLS);
        }
    }
}
