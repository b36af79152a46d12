package coffer.server.webdav;

import coffer.base.FileId;
import coffer.base.FileName;
import coffer.base.InvalidName;
import coffer.files.Entry;
import coffer.files.Spot;
import coffer.server.archive.ArchiveFormat;
import coffer.server.archive.Member;
import coffer.server.http.Request;
import coffer.server.http.RequestRefused;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a GET on a collection says of the archive it wants, as the web interface and the apps of Nextcloud 31 and later do: {@code Accept} or
 * the parameter {@code accept}, and for single members of the collection {@code X-NC-Files}, once for each, or the parameter {@code files}.
 */
final class ArchiveRequest {

    /** RFC 9110, section 12.4.2: not acceptable. */
    private static final Pattern REFUSING = Pattern.compile("q=0(\\.0{0,3})?", Pattern.CASE_INSENSITIVE);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ArchiveRequest() {}

    /** The form that is wanted; empty for a request that does not name one of them. Of several the first. */
    static Optional<ArchiveFormat> format(Request request) {
        return request.queryParameter("accept")
                .flatMap(ArchiveRequest::named)
                .or(() -> request.headers("Accept").stream()
                        .flatMap(line -> List.of(line.split(",", -1)).stream())
                        .flatMap(range -> accepted(range).stream())
                        .findFirst());
    }

    private static Optional<ArchiveFormat> named(String text) {
        for (ArchiveFormat format : ArchiveFormat.values()) {
            if (text.equalsIgnoreCase(format.extension()) || text.equalsIgnoreCase(format.mediaType())) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    private static Optional<ArchiveFormat> accepted(String range) {
        List<String> parts = List.of(range.replace(" ", "").replace("\t", "").split(";", -1));
        if (parts.stream().skip(1).anyMatch(REFUSING.asMatchPredicate())) {
            return Optional.empty();
        }
        String type = parts.getFirst().toLowerCase(Locale.ROOT);
        for (ArchiveFormat format : ArchiveFormat.values()) {
            if (type.equals(format.mediaType())) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /**
     * What belongs into the archive: the collection, or those of its members that the request names.
     *
     * @param name what the collection is called
     * @throws RequestRefused 404 when one that is named is not there for this view, 400 for names that cannot be read
     */
    static List<Member> members(FilesCall call, Entry collection, String name) {
        List<String> names = names(call.request());
        if (names.isEmpty()) {
            return List.of(new Member(collection, name));
        }
        Spot folder = call.existing();
        Map<FileId, Member> members = new LinkedHashMap<>();
        for (String wanted : names) {
            Member member = member(call, folder, wanted)
                    .orElseThrow(() -> RequestRefused.notFound("There is no " + wanted + " in this folder."));
            members.putIfAbsent(member.entry().id(), member);
        }
        return List.copyOf(members.values());
    }

    private static Optional<Member> member(FilesCall call, Spot folder, String wanted) {
        try {
            FileName name = FileName.of(wanted);
            return call.homes()
                    .entry(call.homes().at(folder.view(), folder.path().child(name)))
                    .filter(Entry::mayDownload)
                    .map(entry -> new Member(entry, name.value()));
        } catch (InvalidName _) {
            return Optional.empty();
        }
    }

    private static List<String> names(Request request) {
        List<String> names = new ArrayList<>();
        request.headers("X-NC-Files").forEach(value -> names.add(text(value)));
        request.queryParameter("files").ifPresent(value -> names.addAll(list(value)));
        names.removeIf(String::isEmpty);
        return names;
    }

    /** A JSON array, or one name that does not begin like one. */
    private static List<String> list(String value) {
        if (!value.startsWith("[")) {
            return List.of(value);
        }
        List<String> names = new ArrayList<>();
        try {
            for (JsonNode node : JSON.readTree(value)) {
                if (!node.isString()) {
                    throw RequestRefused.badRequest("The parameter files holds something that is no name.");
                }
                names.add(node.stringValue());
            }
        } catch (JacksonException _) {
            throw RequestRefused.badRequest("The parameter files is not a JSON array.");
        }
        return names;
    }

    /** Header fields come byte by byte; what makes up UTF-8 was meant so. */
    private static String text(String field) {
        if (field.chars().allMatch(c -> c < 0x80) || field.chars().anyMatch(c -> c > 0xff)) {
            return field;
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(field.getBytes(StandardCharsets.ISO_8859_1));
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException _) {
            return field;
        }
    }
}
