package coffer.server.webdav;

import coffer.accounts.Account;
import coffer.base.AccountId;
import coffer.blobs.Objects;
import coffer.files.Files;
import coffer.files.Homes;
import coffer.files.Spaces;
import coffer.files.View;
import coffer.locks.FileLocks;
import coffer.locks.Locks;
import coffer.server.archive.Archives;
import coffer.server.http.Request;
import coffer.server.http.RequestPath;
import coffer.server.http.RequestRefused;
import coffer.server.webdav.DavTree.Place;
import coffer.shares.ShareMarks;
import coffer.trash.Trash;
import coffer.versions.Versions;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the handlers of WebDAV work with.
 *
 * @param accounts empty for one that is gone
 */
record Services(
        Files files,
        Homes homes,
        Spaces spaces,
        Locks locks,
        FileLocks fileLocks,
        Trash trash,
        Versions versions,
        Objects objects,
        Archives archives,
        ShareMarks shareMarks,
        Function<AccountId, Optional<Account>> accounts,
        Identity identity,
        DavSettings settings,
        Clock clock) {

    /** The end of every {@code oc:id}. */
    String instanceId() {
        return identity.instanceId();
    }

    /** The caller's view of their own files. */
    View view(Request request) {
        Account account = request.account();
        return spaces.home(request.actor(), account.id(), account.uid());
    }

    /**
     * What a reference in a header field means to the caller; empty for another server and for everything that is not
     * there for them.
     */
    Optional<Place> place(Request request, String reference) {
        return DavUri.path(reference, request.ownAuthorities(), settings.publicPath())
                .flatMap(path -> DavTree.find(path.segments(), request.account()));
    }

    /**
     * Where COPY and MOVE go to.
     *
     * @throws RequestRefused 400 without the field or for an odd one, 502 for another server, 403 for a place that is not
     *     among the files, 409 for what the caller cannot see
     */
    Place.InFiles destination(Request request) {
        String reference = request.header("Destination")
                .orElseThrow(() -> RequestRefused.badRequest("The header Destination is missing."));
        RequestPath path = DavUri.path(reference.strip(), request.ownAuthorities(), settings.publicPath())
                .orElseThrow(() -> new RequestRefused(502, "The destination lies on another server."));
        // What the caller cannot see is missing, and with it the collection the target should be stored in.
        Place place = DavTree.find(path.segments(), request.account()).orElseThrow(Refusals::noParent);
        if (place instanceof Place.InFiles files) {
            return files;
        }
        throw new RequestRefused(403, "Nothing can be moved or copied to this place.");
    }

    /**
     * Requires that MOVE leads to where something is brought back.
     *
     * @throws RequestRefused as {@link #destination}, and 403 for any other place
     */
    void requireRestoring(Request request, Place.Restoring.Kind kind) {
        String reference = request.header("Destination")
                .orElseThrow(() -> RequestRefused.badRequest("The header Destination is missing."));
        boolean restoring = place(request, reference.strip())
                .filter(place -> place.equals(new Place.Restoring(kind)))
                .isPresent();
        if (!restoring) {
            throw new RequestRefused(403, "From here things can only be moved to where they are restored.");
        }
    }

    /** The encoded path that stands for these segments in an href, without a slash at the end. */
    String href(List<String> segments) {
        return Href.encode(settings.publicPath() + "/" + String.join("/", segments));
    }

    String principalHref(Account account) {
        return href(List.of("remote.php", "dav", "principals", "users", account.uid())) + "/";
    }
}
