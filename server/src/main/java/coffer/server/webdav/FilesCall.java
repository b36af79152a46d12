package coffer.server.webdav;

import coffer.accounts.Account;
import coffer.base.FilePath;
import coffer.base.InvalidName;
import coffer.files.Conditions;
import coffer.files.Files;
import coffer.files.View;
import coffer.server.http.Request;
import coffer.server.http.RequestRefused;
import coffer.server.http.Response;
import coffer.server.webdav.DavTree.Place;
import coffer.server.webdav.FileResource.Listing;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * One request on something among the files of an account: what a handler needs to know of it, and the view through which
 * it acts. Lives as long as the request.
 */
final class FilesCall {

    private final Services services;
    private final Request request;
    private final Response response;
    private final Place.InFiles place;
    private final View view;

    FilesCall(Services services, Request request, Response response, Place.InFiles place) {
        this(services, request, response, place, services.view(request));
    }

    /** @param view what the names of the place are below */
    FilesCall(Services services, Request request, Response response, Place.InFiles place, View view) {
        this.services = services;
        this.request = request;
        this.response = response;
        this.place = place;
        this.view = view;
    }

    Request request() {
        return request;
    }

    Response response() {
        return response;
    }

    View view() {
        return view;
    }

    /** The path of the target as the client spells it. */
    List<String> names() {
        return place.names();
    }

    /** The target, which has to exist: a name that no file can have is a missing file. */
    FilePath existing() {
        return path(place.names()).orElseThrow(() -> Refusals.notFound(place.names()));
    }

    /** The target, which may have to be made: a name that no file can have is the client's mistake. */
    FilePath wanted() {
        return wanted(place.names());
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

    /** What a tag of the {@code If} field means in the view of the request. */
    Optional<FilePath> inView(String reference) {
        return services.place(request, reference)
                .flatMap(found -> found instanceof Place.InFiles files ? path(files.names()) : Optional.empty());
    }

    /**
     * Where COPY and MOVE go to.
     *
     * @throws RequestRefused as {@link Services#destination}, and 400 for a name no file can have
     */
    FilePath destination() {
        return wanted(services.destination(request).names());
    }

    /** The names of the target and the destination as the client spells them. */
    boolean spelledAlike() {
        return place.names().equals(services.destination(request).names());
    }

    /** What the root of the view is called by whoever looks at it. */
    String rootName() {
        return place.root().getLast();
    }

    String rootHref() {
        return services.href(place.root());
    }

    String href(FilePath path, boolean collection) {
        return LockXml.href(rootHref(), path, collection);
    }

    /** What all resources of this answer share. */
    Listing listing() {
        Account account = request.account();
        return new Listing(
                services.identity(),
                rootHref(),
                view.ownerUid(),
                view.ownerUid(),
                account.displayName(),
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

    Services services() {
        return services;
    }
}
