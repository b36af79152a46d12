package coffer.server.webdav;

import coffer.base.Checksum;
import coffer.files.Upload;
import coffer.server.http.PartFields;
import coffer.server.http.RequestRefused;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the header of one part of a bulk upload says.
 *
 * @param path where the file belongs, as the client spells it and reads it in the answer
 * @param bytes the exact length of its content
 * @param checksum what its content must have
 * @param fields the rest: times and conditions, in the words of PUT
 */
record BulkPart(String path, long bytes, Checksum checksum, PartFields fields) {

    /**
     * @throws RequestRefused 400 when a field is missing or wrong without which nobody can say what this part is. Then
     *     nothing behind it can be trusted either
     */
    static BulkPart of(PartFields fields) {
        String path = fields.raw("X-File-Path").orElseThrow(() -> missing("X-File-Path"));
        long bytes =
                fields.value("Content-Length").flatMap(Fields::digits).orElseThrow(() -> missing("Content-Length"));
        return new BulkPart(path, bytes, checksum(fields), fields);
    }

    /** Desktop 3.7 sends the plain sum in {@code X-File-MD5}, later ones {@code OC-Checksum}. */
    private static Checksum checksum(PartFields fields) {
        Checksum announced = Fields.checksum(fields::value);
        if (announced != null) {
            return announced;
        }
        Optional<String> md5 = fields.value("X-File-MD5");
        return Checksum.parse(Checksum.Algorithm.MD5.wireName() + ":" + md5.orElse(""))
                .orElseThrow(() -> missing("X-File-MD5 or OC-Checksum"));
    }

    private static RequestRefused missing(String field) {
        return RequestRefused.badRequest("A part has no usable header " + field + ".");
    }

    /** The names on the way from the account's root; with or without a slash in front. */
    List<String> names() {
        String below = path.startsWith("/") ? path.substring(1) : path;
        return below.isEmpty() ? List.of() : List.of(below.split("/", -1));
    }

    /**
     * The same as a PUT would ask for, with missing parents made on the way.
     *
     * @throws RequestRefused 400 for a time that cannot be stored
     */
    Upload upload(InputStream content) {
        String modified = fields.value("X-OC-MTime").isPresent() ? "X-OC-MTime" : "X-File-Mtime";
        return new Upload(
                content,
                bytes,
                Fields.time(fields::value, modified),
                Fields.time(fields::value, "X-OC-CTime"),
                checksum,
                Upload.UNKNOWN,
                true,
                Set.of());
    }
}
