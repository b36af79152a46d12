package coffer.server.ocs;

import coffer.accounts.Account;
import coffer.accounts.Accounts;
import coffer.server.http.Access;
import coffer.server.http.DavErrors;
import coffer.server.http.PlainErrors;
import coffer.server.http.Request;
import coffer.server.http.RequestRefused;
import coffer.server.http.Response;
import coffer.server.http.Route;
import coffer.server.http.Router;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Pictures of people at the two places where clients look: the front route of Android and iOS, and the WebDAV collection
 * of the desktop client. Whoever may not see an account gets the answer of one that does not exist.
 */
final class AvatarPages {
    private static final Pattern SIZE = Pattern.compile("[0-9]{1,5}");
    private static final Pattern FILE = Pattern.compile("([0-9]{1,5})\\.(?:png|jpg|jpeg)");
    private static final String CACHE = "private, max-age=86400, must-revalidate";

    private final Accounts accounts;

    AvatarPages(Accounts accounts) {
        this.accounts = accounts;
    }

    void addTo(Router.Builder routes) {
        routes.front(Route.of("/avatar", Access.USER, PlainErrors.SHAPE, this::front));
        routes.route(Route.of("/remote.php/dav/avatars", Access.USER, DavErrors.SHAPE, this::dav));
    }

    private void front(Request request, Response response) throws IOException {
        requireRead(request);
        Optional<Avatar> avatar = front(request);
        if (avatar.isPresent()) {
            response.header("X-NC-IsCustomAvatar", "0");
            send(request, response, avatar.get());
        } else {
            response.send(404, OcsEnvelope.JSON, "[]");
        }
    }

    /** {@code USER/SIZE[/dark]} or {@code guest/NAME/SIZE[/dark]}. */
    private Optional<Avatar> front(Request request) {
        List<String> segments = request.segments();
        boolean dark = segments.size() > 2 && segments.getLast().equals("dark");
        List<String> named = dark ? segments.subList(0, segments.size() - 1) : segments;
        if (named.size() == 3 && named.getFirst().equals("guest")) {
            return size(named.getLast()).map(size -> Avatar.of(named.get(1), named.get(1), size, dark));
        }
        if (named.size() != 2) {
            return Optional.empty();
        }
        return size(named.getLast()).flatMap(size -> of(request, named.getFirst(), size, dark));
    }

    /** {@code USER/SIZE.png}; the other endings clients may use name the same picture. */
    private void dav(Request request, Response response) throws IOException {
        requireRead(request);
        List<String> segments = request.segments();
        Matcher file = FILE.matcher(segments.size() == 2 ? segments.getLast() : "");
        Avatar avatar = Optional.of(file)
                .filter(Matcher::matches)
                .flatMap(found -> of(request, segments.getFirst(), Integer.parseInt(found.group(1)), false))
                .orElseThrow(() -> RequestRefused.notFound("There is no such picture."));
        send(request, response, avatar);
    }

    private static void send(Request request, Response response, Avatar avatar) throws IOException {
        response.header("Cache-Control", CACHE);
        response.header("ETag", avatar.etag());
        if (EntityTagList.matches(request, avatar.etag())) {
            response.empty(304);
            return;
        }
        response.header("Content-Type", "image/png");
        response.header("Content-Disposition", "inline; filename=\"avatar." + avatar.side() + ".png\"");
        response.body().write(avatar.png());
    }

    private Optional<Avatar> of(Request request, String uid, int size, boolean dark) {
        Optional<Account> account = accounts.visible(request.actor(), uid);
        return account.map(found -> Avatar.of(found.uid(), found.displayName(), size, dark));
    }

    private static Optional<Integer> size(String text) {
        return SIZE.matcher(text).matches() ? Optional.of(Integer.parseInt(text)) : Optional.empty();
    }

    private static void requireRead(Request request) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            throw RequestRefused.methodNotAllowed("GET", "HEAD");
        }
    }
}
