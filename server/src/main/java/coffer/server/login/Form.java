package coffer.server.login;

import coffer.base.Secret;
import coffer.server.http.FormData;
import coffer.server.http.PublicAddress;
import coffer.server.http.Request;
import coffer.server.http.RequestRefused;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What a person has sent with a form. */
final class Form {
    /** No form of ours comes near it. */
    static final int BYTES_MAX = 64 * 1024;

    /** Values of {@code Sec-Fetch-Site} that a form of ours can have; older browsers do not send it. */
    private static final Set<String> OURS = Set.of("same-origin", "none");

    private final Map<String, List<String>> fields;

    private Form(Map<String, List<String>> fields) {
        this.fields = fields;
    }

    /**
     * Reads a form of one of our pages.
     *
     * @throws RequestRefused 403 when it comes from another site, or from a page that this browser did not get
     */
    static Form ofOurPage(Request request, Browser browser) throws IOException {
        boolean foreign = request.headers("Sec-Fetch-Site").stream().anyMatch(site -> !OURS.contains(site));
        PublicAddress address = request.publicAddress();
        String own = address.scheme() + "://" + address.authority();
        boolean otherOrigin = request.headers("Origin").stream().anyMatch(origin -> !origin.equals(own));
        if (foreign || otherOrigin) {
            throw new RequestRefused(403, "This form was sent by another site. Nothing was changed.");
        }
        Form form = read(request);
        if (!browser.knows(form.text("csrf"))) {
            throw new RequestRefused(
                    403,
                    "This page was too old, or your browser refuses cookies. Nothing was changed; please try again.");
        }
        return form;
    }

    /**
     * Reads the form of a program.
     *
     * @throws RequestRefused 400 when it cannot be read, 413 when it is too long
     */
    static Form read(Request request) throws IOException {
        String type = request.header("Content-Type")
                .orElse("")
                .split(";", 2)[0]
                .strip()
                .toLowerCase(Locale.ROOT);
        if (!type.equals("application/x-www-form-urlencoded")) {
            return new Form(Map.of());
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(request.bodyBytes(BYTES_MAX)))
                    .toString();
            return new Form(FormData.parse(text));
        } catch (CharacterCodingException _) {
            throw RequestRefused.badRequest("The form is not UTF-8.");
        }
    }

    /** The last value of a field; empty when it is not there. */
    String text(String name) {
        return Optional.ofNullable(fields.get(name)).map(List::getLast).orElse("");
    }

    /** A field as a secret; the caller closes it. */
    Secret secret(String name) {
        return Secret.of(text(name));
    }

    boolean checked(String name) {
        return !text(name).isEmpty();
    }

    OptionalLong number(String name) {
        return Numbers.parse(text(name));
    }
}
