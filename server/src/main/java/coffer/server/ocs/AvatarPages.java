package coffer.server.ocs;

import coffer.accounts.Accounts;
import coffer.avatars.AvatarResult;
import coffer.avatars.Avatars;
import coffer.avatars.ChosenPicture;
import coffer.base.AccountId;
import coffer.server.http.Access;
import coffer.server.http.DavErrors;
import coffer.server.http.PlainErrors;
import coffer.server.http.Request;
import coffer.server.http.RequestRefused;
import coffer.server.http.Response;
import coffer.server.http.Route;
import coffer.server.http.Router;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * Pictures of people at the two places where clients look: the front route of Android, iOS and the browser, where one may
 * also choose one's own, and the WebDAV collection of the desktop client. Whoever may not see an account gets the answer
 * of one that does not exist.
 */
final class AvatarPages {
    /** Files that are received at the same time, since each is held in memory; one for an account. */
    static final int UPLOADS_MAX = 4;

    /** What a form adds to the file it holds. */
    private static final long FORM_BYTES_MAX = 64 * 1024;

    private static final Pattern SIZE = Pattern.compile("[0-9]{1,5}");
    private static final Pattern FILE = Pattern.compile("([0-9]{1,5})\\.(?:png|jpg|jpeg)");
    private static final String CACHE = "private, max-age=86400, must-revalidate";
    private static final String[] READING = {"GET", "HEAD"};

    private final Accounts accounts;
    private final Avatars chosen;
    private final Set<AccountId> uploading = new HashSet<>();

    AvatarPages(Accounts accounts, Avatars chosen) {
        this.accounts = accounts;
        this.chosen = chosen;
    }

    void addTo(Router.Builder routes) {
        routes.front(Route.of("/avatar", Access.USER, PlainErrors.SHAPE, this::front)
                .withBodyBytesMax(Avatars.FILE_BYTES_MAX + FORM_BYTES_MAX));
        routes.route(Route.of("/remote.php/dav/avatars", Access.USER, DavErrors.SHAPE, this::dav));
    }

    /** A picture that is ready to be sent, or to be drawn when the client does not have it yet. */
    private record Picture(String etag, int side, boolean custom, Supplier<byte[]> png) {
        static Picture of(Avatar drawn) {
            return new Picture(drawn.etag(), drawn.side(), false, drawn::png);
        }

        static Picture of(ChosenPicture stored, int side) {
            return new Picture(Fingerprint.etag(stored.fingerprint() + "\n" + side), side, true, stored::png);
        }
    }

    private void front(Request request, Response response) throws IOException {
        List<String> segments = request.segments();
        switch (request.method()) {
            case "GET", "HEAD" -> {
                Optional<Picture> picture = wanted(request);
                if (picture.isPresent()) {
                    response.header("X-NC-IsCustomAvatar", picture.get().custom() ? "1" : "0");
                    send(request, response, picture.get());
                } else {
                    response.send(404, OcsEnvelope.JSON, "[]");
                }
            }
            case "POST" -> {
                if (!segments.isEmpty()) {
                    throw RequestRefused.methodNotAllowed("GET", "HEAD", "DELETE");
                }
                choose(request, response);
            }
            case "DELETE" -> {
                if (segments.size() > 1) {
                    throw RequestRefused.methodNotAllowed(READING);
                }
                String uid = segments.isEmpty() ? request.account().uid() : segments.getFirst();
                answer(response, chosen.withdraw(request.actor(), uid), "[]");
            }
            default -> throw RequestRefused.methodNotAllowed("GET", "HEAD", "POST", "DELETE");
        }
    }

    /** {@code USER/SIZE[/dark]} or {@code guest/NAME/SIZE[/dark]}. */
    private Optional<Picture> wanted(Request request) {
        List<String> segments = request.segments();
        boolean dark = segments.size() > 2 && segments.getLast().equals("dark");
        List<String> named = dark ? segments.subList(0, segments.size() - 1) : segments;
        if (named.size() == 3 && named.getFirst().equals("guest")) {
            return size(named.getLast()).map(size -> Picture.of(Avatar.of(named.get(1), named.get(1), size, dark)));
        }
        if (named.size() != 2) {
            return Optional.empty();
        }
        return size(named.getLast()).flatMap(size -> of(request, named.getFirst(), size, dark));
    }

    private void choose(Request request, Response response) throws IOException {
        AccountId account = request.account().id();
        takeTurn(account);
        try {
            byte[] file = AvatarUpload.file(request);
            answer(response, chosen.choose(request.actor(), file), "{\"status\":\"success\"}");
        } finally {
            endTurn(account);
        }
    }

    private synchronized void takeTurn(AccountId account) {
        if (uploading.size() >= UPLOADS_MAX || !uploading.add(account)) {
            throw busy();
        }
    }

    private synchronized void endTurn(AccountId account) {
        uploading.remove(account);
    }

    private static void answer(Response response, AvatarResult result, String done) {
        switch (result) {
            case AvatarResult.Done _ -> response.send(200, OcsEnvelope.JSON, done);
            case AvatarResult.Unusable(String reason) ->
                response.send(400, OcsEnvelope.JSON, message(reason).toString());
            case AvatarResult.UnknownAccount _ -> response.send(404, OcsEnvelope.JSON, "[]");
            case AvatarResult.NotAllowed _ ->
                response.send(
                        403,
                        OcsEnvelope.JSON,
                        message("Only an administrator removes the pictures of others.")
                                .toString());
            case AvatarResult.Busy _ -> throw busy();
        }
    }

    /** Where the web page of existing servers looks for what went wrong. */
    private static ObjectNode message(String text) {
        ObjectNode answer = OcsAnswer.map();
        answer.putObject("data").put("message", text);
        return answer;
    }

    private static RequestRefused busy() {
        return new RequestRefused(503, "Too many pictures are being drawn.").withHeader("Retry-After", "5");
    }

    /** {@code USER/SIZE.png}; the other endings clients may use name the same picture. */
    private void dav(Request request, Response response) throws IOException {
        if (!List.of(READING).contains(request.method())) {
            throw RequestRefused.methodNotAllowed(READING);
        }
        List<String> segments = request.segments();
        Matcher file = FILE.matcher(segments.size() == 2 ? segments.getLast() : "");
        Picture picture = Optional.of(file)
                .filter(Matcher::matches)
                .flatMap(found -> of(request, segments.getFirst(), Integer.parseInt(found.group(1)), false))
                .orElseThrow(() -> RequestRefused.notFound("There is no such picture."));
        send(request, response, picture);
    }

    private static void send(Request request, Response response, Picture picture) throws IOException {
        response.header("Cache-Control", CACHE);
        response.header("ETag", picture.etag());
        if (EntityTagList.matches(request, picture.etag())) {
            response.empty(304);
            return;
        }
        response.header("Content-Type", "image/png");
        response.header("Content-Disposition", "inline; filename=\"avatar." + picture.side() + ".png\"");
        response.body().write(picture.png().get());
    }

    /** The chosen picture, which is the same on dark surfaces, or the drawn letter. */
    private Optional<Picture> of(Request request, String uid, int size, boolean dark) {
        return accounts.visible(request.actor(), uid).map(account -> {
            int side = size <= Avatars.SMALL ? Avatars.SMALL : Avatars.LARGE;
            return chosen.of(account.id(), side)
                    .map(stored -> Picture.of(stored, side))
                    .orElseGet(() -> Picture.of(Avatar.of(account.uid(), account.displayName(), side, dark)));
        });
    }

    private static Optional<Integer> size(String text) {
        return SIZE.matcher(text).matches() ? Optional.of(Integer.parseInt(text)) : Optional.empty();
    }
}
