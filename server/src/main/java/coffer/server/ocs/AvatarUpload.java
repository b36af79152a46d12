package coffer.server.ocs;

import coffer.avatars.Avatars;
import coffer.server.http.Multipart;
import coffer.server.http.PartFields;
import coffer.server.http.Request;
import coffer.server.http.RequestRefused;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The file of a request that brings a picture: the field {@code files[]} of a form (RFC 7578), or the body itself. */
final class AvatarUpload {
    /** The form of the web page has one part. */
    private static final Multipart.Limits LIMITS = new Multipart.Limits(10, 16, 8 * 1024);

    private AvatarUpload() {}

    /**
     * @throws RequestRefused 400 for a form without a file, 413 for a file of more than {@link Avatars#FILE_BYTES_MAX}
     *     bytes
     */
    static byte[] file(Request request) throws IOException {
        String type = request.header("Content-Type").orElse("");
        return Multipart.is(type, "multipart/form-data") ? inForm(request) : request.bodyBytes(Avatars.FILE_BYTES_MAX);
    }

    private static byte[] inForm(Request request) throws IOException {
        Multipart parts = Multipart.of(request, "form-data", LIMITS);
        byte @Nullable [] file = null;
        for (Optional<PartFields> part = parts.next(); part.isPresent(); part = parts.next()) {
            String name = name(part.get());
            byte[] content = parts.contentBytes(Avatars.FILE_BYTES_MAX);
            if (file == null && (name.equals("files[]") || name.equals("files"))) {
                file = content;
            }
        }
        if (file == null) {
            throw RequestRefused.badRequest("The form has no field files[].");
        }
        return file;
    }

    private static String name(PartFields part) {
        String disposition = part.value("Content-Disposition").orElse("");
        int semicolon = disposition.indexOf(';');
        return semicolon < 0
                ? ""
                : Multipart.parameter(disposition.substring(semicolon + 1), "name")
                        .orElse("");
    }
}
