package coffer.server.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Errors as WebDAV clients read them: a {@code d:error} element with the class name that the sabre library, behind the
 * servers these clients grew up with, would print. The names are protocol: the desktop client (3.16) decides by them
 * whether a whole run ends, the Android library (August 2026) requires the first element to be literally
 * {@code d:error}.
 */
public final class DavErrors implements ErrorShape {
    public static final ErrorShape SHAPE = new DavErrors();

    private static final String CONTENT_TYPE = "application/xml; charset=utf-8";

    private DavErrors() {}

    @Override
    public void answer(Request request, Response response, RequestRefused refusal) throws IOException {
        refusal.headers().forEach(response::header);
        String exception = refusal.davException().orElseGet(() -> usualException(refusal.status()));
        response.send(
                refusal.status(),
                CONTENT_TYPE,
                body(exception, refusal.message(), refusal.davElements().toArray(String[]::new))
                        .getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String challenge() {
        return "realm=\"Coffer\", charset=\"UTF-8\"";
    }

    /** The error document; {@code further} elements follow the message as they are. */
    public static String body(String exception, String message, String... further) {
        StringBuilder xml = new StringBuilder(256)
                .append("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n")
                .append("<d:error xmlns:d=\"DAV:\" xmlns:s=\"http://sabredav.org/ns\"><s:exception>")
                .append(escape(exception))
                .append("</s:exception><s:message>")
                .append(escape(message))
                .append("</s:message>");
        for (String element : further) {
            xml.append(element);
        }
        return xml.append("</d:error>").toString();
    }

    /** The class name that goes with a status when the refusal names none. */
    public static String usualException(int status) {
        return switch (status) {
            case 400 -> "Sabre\\DAV\\Exception\\BadRequest";
            case 401 -> "Sabre\\DAV\\Exception\\NotAuthenticated";
            case 403 -> "Sabre\\DAV\\Exception\\Forbidden";
            case 404 -> "Sabre\\DAV\\Exception\\NotFound";
            case 405 -> "Sabre\\DAV\\Exception\\MethodNotAllowed";
            case 409 -> "Sabre\\DAV\\Exception\\Conflict";
            case 411 -> "Sabre\\DAV\\Exception\\LengthRequired";
            case 412 -> "Sabre\\DAV\\Exception\\PreconditionFailed";
            case 413 -> "OCA\\DAV\\Connector\\Sabre\\Exception\\EntityTooLarge";
            case 415 -> "Sabre\\DAV\\Exception\\UnsupportedMediaType";
            case 416 -> "Sabre\\DAV\\Exception\\RequestedRangeNotSatisfiable";
            case 423 -> "OCA\\DAV\\Connector\\Sabre\\Exception\\FileLocked";
            case 429 -> "OCA\\DAV\\Connector\\Sabre\\Exception\\TooManyRequests";
            case 501 -> "Sabre\\DAV\\Exception\\NotImplemented";
            case 502 -> "OCA\\DAV\\Connector\\Sabre\\Exception\\BadGateway";
            case 503 -> "Sabre\\DAV\\Exception\\ServiceUnavailable";
            case 507 -> "Sabre\\DAV\\Exception\\InsufficientStorage";
            default -> status < 500 ? "Sabre\\DAV\\Exception\\BadRequest" : "Sabre\\DAV\\Exception";
        };
    }

    private static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                default -> safe.appendCodePoint(printable(c) ? c : '\uFFFD');
            }
        });
        return safe.toString();
    }

    // XML 1.0 § 2.2 has no way to write the others; a line break would only confuse line-wise clients.
    private static boolean printable(int c) {
        return (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000;
    }
}
