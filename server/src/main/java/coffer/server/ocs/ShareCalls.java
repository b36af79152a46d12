package coffer.server.ocs;

import coffer.base.FilePath;
import coffer.base.InvalidName;
import coffer.files.Spaces;
import coffer.files.View;
import coffer.server.http.RequestRefused;
import coffer.shares.NewShare;
import coffer.shares.SeenShare;
import coffer.shares.ShareChange;
import coffer.shares.ShareKind;
import coffer.shares.ShareRefusal;
import coffer.shares.ShareResult;
import coffer.shares.Shares;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;

/**
 * The API of the share panels ({@code apps/files_sharing/api/v1}), as desktop, Android and iOS clients of November 2026 call it: shares with accounts and
 * groups, what one has received, and what one has left and may take back. Codes as the stock server of version 32 has them.
 */
final class ShareCalls {
    /** In both versions: this API has the codes of HTTP and not 998. */
    private static final int MISSING = 404;

    private static final String API = "apps/files_sharing/api/v1/";

    /** What numbers a client may send: those of the API's own table. */
    private static final int KIND_MAX = 15;

    private static final int ID_DIGITS_MAX = 9;

    /** Full ids name the provider of the share too. */
    private static final String FULL_ID = "ocinternal:";

    private final Spaces spaces;
    private final Shares shares;
    private final ShareJson json;

    ShareCalls(Spaces spaces, Shares shares, ShareJson json) {
        this.spaces = spaces;
        this.shares = shares;
        this.json = json;
    }

    List<OcsRoute> routes() {
        return List.of(
                OcsRoute.of("GET", API + "shares", this::list),
                OcsRoute.of("POST", API + "shares", this::create),
                OcsRoute.of("GET", API + "shares/inherited", this::inherited),
                OcsRoute.of("GET", API + "shares/pending", _ -> OcsAnswer.done()),
                OcsRoute.of("POST", API + "shares/pending/{id}", _ -> refused(ShareRefusal.NO_SUCH_SHARE, true)),
                OcsRoute.of("DELETE", API + "shares/pending/{id}", this::end),
                OcsRoute.of("GET", API + "shares/{id}", this::get),
                OcsRoute.of("PUT", API + "shares/{id}", this::change),
                OcsRoute.of("DELETE", API + "shares/{id}", this::end),
                OcsRoute.of("GET", API + "deletedshares", this::left),
                OcsRoute.of("POST", API + "deletedshares/{id}", this::restore),
                OcsRoute.of("GET", API + "remote_shares", _ -> OcsAnswer.done()),
                OcsRoute.of("GET", API + "remote_shares/pending", _ -> OcsAnswer.done()));
    }

    private View home(OcsCall call) {
        return spaces.home(call.actor(), call.account());
    }

    private OcsAnswer list(OcsCall call) {
        View home = home(call);
        Optional<String> place = call.text("path").filter(path -> !path.isEmpty());
        if (flag(call, "shared_with_me")) {
            return place.isEmpty()
                    ? many(call, home, shares.seen().with(home))
                    : place(place.get())
                            .map(path -> many(
                                    call,
                                    home,
                                    shares.seen().with(home).stream()
                                            .filter(share -> share.path().equals(path))
                                            .toList()))
                            .orElseGet(ShareCalls::noSuchPlace);
        }
        if (place.isEmpty()) {
            return many(call, home, shares.seen().by(home));
        }
        Optional<FilePath> path = place(place.get());
        if (path.isEmpty()) {
            return noSuchPlace();
        }
        if (flag(call, "subfiles")) {
            return below(call, home, path.get());
        }
        return shares.seen()
                .on(home, path.get(), flag(call, "reshares"))
                .map(found -> many(call, home, found))
                .orElseGet(ShareCalls::noSuchPlace);
    }

    private OcsAnswer below(OcsCall call, View home, FilePath path) {
        Optional<List<SeenShare>> below = shares.seen().below(home, path);
        if (below.isPresent()) {
            return many(call, home, below.get());
        }
        return shares.seen().on(home, path, false).isPresent()
                ? OcsAnswer.failure(400, "Not a directory")
                : noSuchPlace();
    }

    private OcsAnswer inherited(OcsCall call) {
        View home = home(call);
        return place(call.textOrEmpty("path"))
                .flatMap(path -> shares.seen().inherited(home, path))
                .map(found -> {
                    ArrayNode list = OcsAnswer.list();
                    found.forEach(share -> list.add(json.share(home, share, zone(call))
                            .put("via_fileid", share.share().node().value())
                            .put("via_path", share.path().toString())));
                    return OcsAnswer.ok(list);
                })
                .orElseGet(ShareCalls::noSuchPlace);
    }

    private OcsAnswer get(OcsCall call) {
        View home = home(call);
        return number(call.path("id"))
                .flatMap(id -> shares.seen().get(home, id))
                .map(share -> many(call, home, List.of(share)))
                .orElseGet(() -> refused(ShareRefusal.NO_SUCH_SHARE, true));
    }

    private OcsAnswer create(OcsCall call) {
        Optional<FilePath> path =
                call.text("path").filter(text -> !text.isEmpty()).flatMap(ShareCalls::place);
        if (path.isEmpty()) {
            return refused(ShareRefusal.NO_SUCH_PLACE, true);
        }
        Optional<ShareKind> kind = ShareKind.of(call.number("shareType", -1, -1, KIND_MAX));
        if (kind.isEmpty()) {
            return OcsAnswer.failure(400, "Unknown share type");
        }
        if (kind.get() == ShareKind.LINK) {
            return OcsAnswer.failure(MISSING, "Public link sharing is disabled by the administrator");
        }
        Instant expires;
        try {
            expires = expiry(call, call.textOrEmpty("expireDate"));
        } catch (DateTimeException _) {
            return badDate(MISSING);
        }
        View home = home(call);
        NewShare wanted = new NewShare(
                kind.get(),
                call.textOrEmpty("shareWith"),
                bits(call),
                expires,
                call.textOrEmpty("note"),
                call.textOrEmpty("label"),
                call.textOrEmpty("attributes"));
        return answer(call, home, shares.create(home, path.get(), wanted), true);
    }

    private OcsAnswer change(OcsCall call) {
        Optional<Integer> id = number(call.path("id"));
        if (id.isEmpty()) {
            return refused(ShareRefusal.NO_SUCH_SHARE, false);
        }
        ShareChange.Expiry expires = null;
        if (call.text("expireDate").isPresent()) {
            try {
                expires = new ShareChange.Expiry(expiry(call, call.textOrEmpty("expireDate")));
            } catch (DateTimeException _) {
                return badDate(400);
            }
        }
        View home = home(call);
        ShareChange change = new ShareChange(
                bits(call),
                expires,
                call.text("note").orElse(null),
                call.text("label").orElse(null),
                call.text("attributes").orElse(null));
        return answer(call, home, shares.change(home, id.get(), change), false);
    }

    private OcsAnswer end(OcsCall call) {
        Optional<Integer> id = number(call.path("id"));
        return id.isPresent() && shares.end(home(call), id.get()) instanceof ShareResult.Done
                ? OcsAnswer.done()
                : refused(ShareRefusal.NO_SUCH_SHARE, true);
    }

    private OcsAnswer left(OcsCall call) {
        View home = home(call);
        ArrayNode list = OcsAnswer.list();
        shares.seen()
                .left(home)
                .forEach(share -> list.add(json.share(home, share, zone(call))
                        .put("id", FULL_ID + share.share().id())
                        .put("permissions", 0)));
        return OcsAnswer.ok(list);
    }

    private OcsAnswer restore(OcsCall call) {
        String text = call.path("id");
        Optional<Integer> id = number(text.startsWith(FULL_ID) ? text.substring(FULL_ID.length()) : text);
        return id.isPresent() && shares.restore(home(call), id.get())
                ? OcsAnswer.done()
                : OcsAnswer.failure(MISSING, "Share not found");
    }

    private OcsAnswer many(OcsCall call, View home, List<SeenShare> found) {
        List<SeenShare> ordered = new ArrayList<>(found);
        ordered.sort(
                (one, other) -> Integer.compare(one.share().id(), other.share().id()));
        ArrayNode list = OcsAnswer.list();
        ordered.forEach(share -> list.add(json.share(home, share, zone(call))));
        return OcsAnswer.ok(list);
    }

    private OcsAnswer answer(OcsCall call, View home, ShareResult result, boolean creating) {
        return switch (result) {
            case ShareResult.Done(SeenShare share) -> OcsAnswer.ok(json.share(home, share, zone(call)));
            case ShareResult.Refused(ShareRefusal why) -> refused(why, creating);
        };
    }

    private static OcsAnswer refused(ShareRefusal why, boolean creating) {
        int code =
                switch (why) {
                    case NO_SUCH_PLACE,
                            NO_SUCH_SHARE,
                            NO_SUCH_RECIPIENT,
                            NOT_SHAREABLE,
                            MORE_THAN_OWN,
                            EXPIRY_IN_THE_PAST -> MISSING;
                    case ROOT, ONESELF -> creating ? 403 : 400;
                    case ALREADY_SHARED, NOT_YOURS -> 403;
                    case BAD_PERMISSIONS, LABEL_TOO_LONG, NOTE_TOO_LONG, BAD_ATTRIBUTES, NOTHING_TO_CHANGE -> 400;
                };
        return OcsAnswer.failure(code, why.text());
    }

    private static OcsAnswer noSuchPlace() {
        return refused(ShareRefusal.NO_SUCH_PLACE, true);
    }

    private static OcsAnswer badDate(int code) {
        return OcsAnswer.failure(code, "Invalid date. Format must be YYYY-MM-DD");
    }

    /** Names that no file can have are those of a missing one. */
    private static Optional<FilePath> place(String text) {
        List<String> names = new ArrayList<>();
        for (String name : text.split("/", -1)) {
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        try {
            return Optional.of(FilePath.of(names));
        } catch (InvalidName _) {
            return Optional.empty();
        }
    }

    private static Optional<Integer> number(String text) {
        boolean digits = !text.isEmpty()
                && text.length() <= ID_DIGITS_MAX
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Optional.of(Integer.parseInt(text)) : Optional.empty();
    }

    private static boolean flag(OcsCall call, String name) {
        return switch (call.textOrEmpty(name)) {
            case "", "false", "0" -> false;
            case "true", "1" -> true;
            default -> throw RequestRefused.badRequest(name + " must be true or false.");
        };
    }

    private static @Nullable Integer bits(OcsCall call) {
        String text = call.textOrEmpty("permissions");
        if (text.isEmpty()) {
            return null;
        }
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException _) {
            throw RequestRefused.badRequest("permissions must be a number.");
        }
    }

    /**
     * The beginning of that day where the account is; a time behind the date is passed over.
     *
     * @return null for none
     * @throws DateTimeException when it is no date
     */
    private static @Nullable Instant expiry(OcsCall call, String text) {
        if (text.isEmpty()) {
            return null;
        }
        LocalDate day = text.length() > "2026-11-22".length() ? day(text) : LocalDate.parse(text);
        return day.atStartOfDay(zone(call)).toInstant();
    }

    private static LocalDate day(String text) {
        return text.endsWith("Z") || text.contains("+")
                ? OffsetDateTime.parse(text).toLocalDate()
                : LocalDate.parse(text.substring(0, "2026-11-22".length()));
    }

    private static ZoneId zone(OcsCall call) {
        String zone = call.account().timezone();
        try {
            return zone.isEmpty() ? ZoneOffset.UTC : ZoneId.of(zone);
        } catch (DateTimeException _) {
            return ZoneOffset.UTC;
        }
    }
}
