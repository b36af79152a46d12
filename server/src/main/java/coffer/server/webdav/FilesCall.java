package coffer.server.webdav;

import coffer.accounts.Account;
import coffer.base.AccountId;
import coffer.base.FileId;
import coffer.base.FilePath;
import coffer.base.InvalidName;
import coffer.files.Conditions;
import coffer.files.Entry;
import coffer.files.Files;
import coffer.files.Homes;
import coffer.files.Spot;
import coffer.files.View;
import coffer.server.http.Request;
import coffer.server.http.RequestRefused;
import coffer.server.http.Response;
import coffer.server.webdav.DavTree.Place;
import coffer.server.webdav.FileResource.Listing;
import coffer.shares.ShareMarks;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One request on something among the files of an account: what a handler needs to know of it, and where it is: in the home, or in
 * something received, which another view shows. Lives as long as the request.
 */
final class FilesCall {

    private final Services services;
    private final Request request;
    private final Response response;
    private final Place.InFiles place;
    private final View home;
    private final Once<Optional<Spot>> target;
    private final Once<Spot> destination;

    FilesCall(Services services, Request request, Response response, Place.InFiles place) {
        this(services, request, response, place, services.view(request));
    }

    /** @param home what the names of the place are below */
    FilesCall(Services services, Request request, Response response, Place.InFiles place, View home) {
        this.services = services;
        this.request = request;
        this.response = response;
        this.place = place;
        this.home = home;
        this.target = new Once<>(() -> path(place.names()).map(path -> homes().at(home, path)));
        this.destination = new Once<>(
                () -> homes().at(home, wanted(services.destination(request).names())));
    }

    Request request() {
        return request;
    }

    Response response() {
        return response;
    }

    /** What the names of the place are below; what is among them may be shown by another view. */
    View home() {
        return home;
    }

    /** The path of the target as the client spells it. */
    List<String> names() {
        return place.names();
    }

    /** The target, which has to exist: a name that no file can have is a missing file. */
    Spot existing() {
        return target.get().orElseThrow(() -> Refusals.notFound(place.names()));
    }

    /** The target, which may have to be made: a name that no file can have is the client's mistake. */
    Spot wanted() {
        wanted(place.names());
        return existing();
    }

    private static FilePath wanted(List<String> names) {
        try {
            return FilePath.of(names);
        } catch (InvalidName e) {
            throw RequestRefused.invalidName(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<FilePath> path(List<String> names) {
        try {
            return Optional.of(FilePath.of(names));
        } catch (InvalidName _) {
            return Optional.empty();
        }
    }

    /** The conditions of the request; entity tags and untagged lists speak of its target. */
    Conditions conditions() {
        return Fields.conditions(request, this::inView);
    }

    /**
     * What a tag of the {@code If} field means in the view of the target. One view shows the states of its own resources alone: for a
     * request on something received what lies outside of that is elsewhere, and the other way round.
     */
    Optional<FilePath> inView(String reference) {
        return services.place(request, reference)
                .flatMap(found -> found instanceof Place.InFiles files ? path(files.names()) : Optional.empty())
                .map(path -> homes().at(home, path))
                .filter(spot -> spot.view().equals(existing().view()))
                .map(Spot::path);
    }

    /**
     * Where COPY and MOVE go to.
     *
     * @throws RequestRefused as {@link Services#destination}, and 400 for a name no file can have
     */
    Spot destination() {
        return destination.get();
    }

    /** The names of the target and the destination as the client spells them. */
    boolean spelledAlike() {
        return place.names().equals(services.destination(request).names());
    }

    /** What the root of the home is called by whoever looks at it. */
    String rootName() {
        return place.root().getLast();
    }

    String rootHref() {
        return services.href(place.root());
    }

    /**
     * @param shown any place in the view that shows the path
     * @param path in that view
     */
    String href(Spot shown, FilePath path, boolean collection) {
        boolean home = path.isRoot() && shown.mount() == null;
        return LockXml.href(rootHref(shown), path, collection || home);
    }

    /** That of a place. */
    String href(Spot spot, boolean collection) {
        return href(spot, spot.path(), collection);
    }

    /** That of the root of the view which shows a place, without a slash at the end. */
    private String rootHref(Spot shown) {
        return shown.mountPath().isRoot()
                ? rootHref()
                : rootHref() + Href.encode(shown.mountPath().toString());
    }

    /** What all resources of the home share in this answer. */
    Listing listing() {
        return listing(home, rootHref());
    }

    /** What all resources share that the same view shows as this place. */
    Listing listing(Spot spot) {
        return listing(spot.view(), rootHref(spot));
    }

    /** @param rootHref of the root of the view, without a slash at the end */
    Listing listing(View view, String rootHref) {
        Account account = request.account();
        return new Listing(
                services.identity(),
                rootHref,
                view.ownerUid(),
                view.ownerUid(),
                view.owner().equals(account.id())
                        ? account::displayName
                        : new Once<>(() -> services.accounts()
                                .apply(view.owner())
                                .map(Account::displayName)
                                .orElse("")),
                services.principalHref(account),
                new Once<>(() -> files().quota(view)),
                services.clock().instant());
    }

    byte[] body() throws IOException {
        return request.bodyBytes(XmlCursor.BODY_BYTES_MAX);
    }

    Files files() {
        return services.files();
    }

    /** What shows of shares to whoever asks; nothing to a visitor. */
    Map<FileId, ShareMarks.Mark> marks(Collection<Entry> entries) {
        AccountId account = home.actor().account();
        return account == null ? Map.of() : services.shareMarks().of(account, entries);
    }

    Homes homes() {
        return services.homes();
    }

    Services services() {
        return services;
    }
}
