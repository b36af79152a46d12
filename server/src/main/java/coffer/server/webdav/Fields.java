package coffer.server.webdav;

import coffer.base.Checksum;
import coffer.files.Conditions;
import coffer.files.Conditions.IfList;
import coffer.files.EntityTags;
import coffer.files.FileTimes;
import coffer.files.Upload;
import coffer.server.http.Request;
import coffer.server.http.RequestRefused;
import coffer.server.webdav.HeaderScanner.MalformedHeader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The header fields of WebDAV requests as values. What does not fit its grammar is refused with 400 and named. */
final class Fields {

    /** Where fields are looked up by name, in any case: the header of a request or of a part of one. */
    @FunctionalInterface
    interface Lookup {
        Optional<String> value(String name);
    }

    private Fields() {}

    /** @param missing what a request without the field means; it differs from method to method */
    static Depth depth(Request request, Depth missing) {
        return request.header("Depth")
                .map(value -> switch (value.strip().toLowerCase(Locale.ROOT)) {
                    case "0" -> Depth.ZERO;
                    case "1" -> Depth.ONE;
                    case "infinity" -> Depth.INFINITY;
                    default -> throw RequestRefused.badRequest("Depth must be 0, 1 or infinity.");
                })
                .orElse(missing);
    }

    /** Absent means yes (RFC 4918, section 10.6). */
    static boolean overwrite(Request request) {
        return request.header("Overwrite")
                .map(value -> switch (value.strip()) {
                    case "T", "t" -> true;
                    case "F", "f" -> false;
                    default -> throw RequestRefused.badRequest("Overwrite must be T or F.");
                })
                .orElse(true);
    }

    /** Whether what is missing need not be told ({@code Prefer: return=minimal}, RFC 8144; {@code Brief: t} before it). */
    static boolean minimal(Request request) {
        boolean preferred = request.headers("Prefer").stream()
                .flatMap(line -> List.of(line.split(",", -1)).stream())
                .map(preference -> preference.replace(" ", "").replace("\"", ""))
                .anyMatch("return=minimal"::equalsIgnoreCase);
        return preferred || request.headers("Brief").stream().anyMatch("t"::equalsIgnoreCase);
    }

    /** The conditions of RFC 9110, section 13 and of RFC 4918, section 10.4, but {@code If-Modified-Since} and {@code If-Range}. */
    static Conditions conditions(Request request, IfField.Resources resources) {
        return conditions(
                name -> name.startsWith("If-") && name.endsWith("Match")
                        ? request.listHeader(name)
                        : request.header(name),
                resources);
    }

    /** The same of a part of a request, which has fields of its own. */
    static Conditions conditions(Lookup fields, IfField.Resources resources) {
        return Conditions.of(
                parsed(fields.value("If-Match"), "If-Match", EntityTagField::parse),
                parsed(fields.value("If-None-Match"), "If-None-Match", EntityTagField::parse),
                fields.value("If-Unmodified-Since").flatMap(HttpDate::parse).orElse(null),
                ifLists(fields, resources));
    }

    /** The lists of the {@code If} field alone, for requests whose other conditions speak of something else. */
    static List<IfList> ifLists(Request request, IfField.Resources resources) {
        return ifLists(request::header, resources);
    }

    private static List<IfList> ifLists(Lookup fields, IfField.Resources resources) {
        List<IfList> lists = parsed(fields.value("If"), "If", value -> IfField.parse(value, resources));
        return lists == null ? List.of() : lists;
    }

    static @Nullable EntityTags ifNoneMatch(Request request) {
        return parsed(request.listHeader("If-None-Match"), "If-None-Match", EntityTagField::parse);
    }

    private static <T> @Nullable T parsed(Optional<String> value, String field, Function<String, T> parser) {
        if (value.isEmpty()) {
            return null;
        }
        try {
            return parser.apply(value.get());
        } catch (MalformedHeader e) {
            throw RequestRefused.badRequest("The header " + field + " " + e.getMessage() + ".");
        }
    }

    /** The token of UNLOCK (RFC 4918, section 10.5), without its brackets. */
    static String lockToken(Request request) {
        Optional<String> field = request.header("Lock-Token");
        String token = parsed(field, "Lock-Token", value -> {
            HeaderScanner scanner = new HeaderScanner(value.strip());
            String url = scanner.inAngleBrackets();
            scanner.requireEnd();
            return url;
        });
        if (token == null) {
            throw RequestRefused.badRequest("The header Lock-Token is missing.");
        }
        return token;
    }

    /**
     * How long a client wants its lock (RFC 4918, section 10.7): the first of the listed wishes that is understood. Null
     * when it does not say or wants it for ever.
     */
    static @Nullable Duration timeout(Request request) {
        for (String wish : request.listHeader("Timeout").orElse("").split(",", -1)) {
            String trimmed = wish.strip();
            if (trimmed.equalsIgnoreCase("Infinite")) {
                return null;
            }
            if (trimmed.regionMatches(true, 0, "Second-", 0, 7)) {
                Optional<Long> seconds = digits(trimmed.substring(7));
                if (seconds.isPresent()) {
                    return Duration.ofSeconds(seconds.get());
                }
            }
        }
        return null;
    }

    /** {@code X-OC-MTime} or {@code X-OC-CTime}, in the range that is stored; null when the client sends none. */
    static @Nullable Instant time(Request request, String field) {
        return time(request::header, field);
    }

    /** The same of a part of a request. */
    static @Nullable Instant time(Lookup fields, String field) {
        Optional<String> value = fields.value(field);
        if (value.isEmpty()) {
            return null;
        }
        return UnixTime.parse(value.get().strip())
                .filter(FileTimes::storable)
                .orElseThrow(() -> RequestRefused.badRequest(
                        "The header " + field + " must hold seconds since 1970, more than 0."));
    }

    /** {@code OC-Total-Length}: {@link Upload#UNKNOWN} when the client does not announce it. */
    static long totalLength(Request request) {
        return length(request, "OC-Total-Length");
    }

    /** A length in bytes; {@link Upload#UNKNOWN} without the field. */
    static long length(Request request, String field) {
        Optional<String> value = request.header(field);
        if (value.isEmpty()) {
            return Upload.UNKNOWN;
        }
        return digits(value.get().strip())
                .orElseThrow(() -> RequestRefused.badRequest("The header " + field + " must hold a number of bytes."));
    }

    /**
     * The checksum the client announces. One of an algorithm that is not known here is passed over, so that newer
     * clients can upload; one that cannot be right is refused.
     */
    static @Nullable Checksum checksum(Request request) {
        return checksum(request::header);
    }

    /** The same of a part of a request. */
    static @Nullable Checksum checksum(Lookup fields) {
        Optional<String> value = fields.value("OC-Checksum");
        if (value.isEmpty()) {
            return null;
        }
        String text = value.get().strip();
        int colon = text.indexOf(':');
        if (colon <= 0) {
            throw RequestRefused.badRequest("The header OC-Checksum must hold an algorithm, a colon and the sum.");
        }
        if (Checksum.Algorithm.named(text.substring(0, colon)).isEmpty()) {
            return null;
        }
        return Checksum.parse(text)
                .orElseThrow(() -> RequestRefused.badRequest("The sum in the header OC-Checksum has the wrong form."));
    }

    /** {@code X-Hash}: checksums the client wants calculated, one or all three of the usual ones. */
    static Set<Checksum.Algorithm> calculate(Request request) {
        return request.header("X-Hash")
                .map(value -> switch (value.strip().toLowerCase(Locale.ROOT)) {
                    case "md5" -> Set.of(Checksum.Algorithm.MD5);
                    case "sha1" -> Set.of(Checksum.Algorithm.SHA1);
                    case "sha256" -> Set.of(Checksum.Algorithm.SHA256);
                    case "all" -> Set.of(Checksum.Algorithm.MD5, Checksum.Algorithm.SHA1, Checksum.Algorithm.SHA256);
                    default -> throw RequestRefused.badRequest("X-Hash must be md5, sha1, sha256 or all.");
                })
                .orElse(Set.of());
    }

    /** Whether missing parents are to be made; two spellings are in use, and exactly {@code 1} means yes. */
    static boolean makeParents(Request request) {
        return request.header("X-NC-WebDAV-Auto-Mkcol").filter("1"::equals).isPresent()
                || request.header("X-NC-WebDAV-AutoMkcol").filter("1"::equals).isPresent();
    }

    /** Whether what is removed shall not be kept: the desktop client says so of members of encrypted folders. */
    static boolean skipTrash(Request request) {
        return request.header("X-NC-Skip-Trashbin")
                .filter("true"::equalsIgnoreCase)
                .isPresent();
    }

    /** A number of at most 18 digits, without a sign. */
    static Optional<Long> digits(String text) {
        return text.length() <= 18 && !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')
                ? Optional.of(Long.parseLong(text))
                : Optional.empty();
    }
}
