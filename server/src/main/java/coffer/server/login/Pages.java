package coffer.server.login;

import coffer.server.http.Request;
import coffer.server.http.Response;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.Map;

/** Renders pages and gives them the headers that a browser needs to protect them. */
final class Pages {
    private static final String PACKAGE = "coffer.server.login.pages";

    /** Nothing but our own style sheet and pictures: no scripts at all, and nobody frames us. */
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

    private final TemplateEngine engine =
            TemplateEngine.createPrecompiled(null, ContentType.Html, Pages.class.getClassLoader(), PACKAGE);
    private final Assets assets = new Assets();
    private final SecureRandom random;

    Pages(SecureRandom random) {
        this.random = random;
    }

    Assets assets() {
        return assets;
    }

    /** The browser that asks; the caller closes it. */
    Browser browser(Request request, Response response) {
        return Browser.of(request, response, random);
    }

    Shell shell(Request request, Browser browser) {
        return new Shell(request.publicPath(), assets.stylesheet(), assets.icon(), browser.csrf());
    }

    /**
     * Answers with a page.
     *
     * @param template name of the file below {@code src/main/jte}, without its ending
     */
    void send(Response response, int status, String template, Object view) {
        send(response, status, template, view, "");
    }

    /**
     * Answers with a page whose form may lead out of the browser.
     *
     * @param formTarget a scheme such as {@code nc:} that the answer to the form may redirect to
     */
    void sendLeadingTo(Response response, int status, String template, Object view, String formTarget) {
        send(response, status, template, view, " " + formTarget);
    }

    private void send(Response response, int status, String template, Object view, String formTargets) {
        Utf8ByteOutput output = new Utf8ByteOutput();
        engine.render(template + ".jte", Map.of("view", view), output);
        ByteArrayOutputStream page = new ByteArrayOutputStream(output.getContentLength());
        try {
            output.writeTo(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        protect(response, POLICY + formTargets);
        response.send(status, "text/html; charset=utf-8", page.toByteArray());
    }

    private static void protect(Response response, String policy) {
        response.header("Content-Security-Policy", policy);
        response.header("X-Frame-Options", "DENY");
        // Our own forms shall say where they come from; nobody else learns addresses of ours.
        response.header("Referrer-Policy", "same-origin");
        response.header("Cache-Control", "no-store");
    }

    /** Sends the browser to another page of ours, with GET. */
    static void redirect(Request request, Response response, String path) {
        response.header("Location", request.publicPath() + path);
        response.header("Cache-Control", "no-store");
        response.empty(303);
    }
}
