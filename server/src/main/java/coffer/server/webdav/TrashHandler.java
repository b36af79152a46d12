package coffer.server.webdav;

import coffer.base.FileId;
import coffer.base.FileName;
import coffer.base.FilePath;
import coffer.files.Entry;
import coffer.files.Listing;
import coffer.files.Refusal;
import coffer.files.RestoreResult;
import coffer.files.View;
import coffer.server.http.Request;
import coffer.server.http.RequestRefused;
import coffer.server.http.Response;
import coffer.server.webdav.DavTree.Place;
import coffer.shares.ShareMarks;
import coffer.trash.Trash;
import coffer.trash.TrashItem;
import coffer.trash.TrashKey;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The trash bin: the collection of all that was removed, in which folders can be entered. MOVE to any name in the collection
 * {@code restore} brings something back, DELETE deletes it for good, of the collection itself everything.
 */
final class TrashHandler {

    static final String[] ALL_METHODS = {"OPTIONS", "GET", "HEAD", "PROPFIND", "DELETE"};
    static final String[] ITEM_METHODS = {"OPTIONS", "GET", "HEAD", "PROPFIND", "MOVE", "DELETE"};

    private static final int PAGE_MEMBERS = 500;

    /** What makes no sense of something that nobody can write to. */
    private static final Set<String> NOT_HERE =
            Set.of("supportedlock", "lockdiscovery", "quota-used-bytes", "quota-available-bytes", "share-permissions");

    /**
     * Something in the trash bin as a listing shows it.
     *
     * @param below its path within the item
     */
    private record Kept(FileResource file, TrashItem item, FilePath below, String removerName) {
        String name() {
            return (below.isRoot() ? item.name() : below.name()).value();
        }

        /** Where it was, without a slash at the beginning; may be deeper than a path can name. */
        String location() {
            String whole = item.location() + (below.isRoot() ? "" : below.toString());
            return whole.substring(1);
        }
    }

    private static final PropertyTable<Kept> TABLE = new PropertyTable<>(Stream.concat(
                    FileProperties.TABLE.all().stream()
                            .filter(property ->
                                    !NOT_HERE.contains(property.name().local()))
                            .map(property -> property.of(Kept::file)),
                    Stream.<LiveProperty<Kept>>of(
                            nc("trashbin-filename", (kept, out) -> out.text(kept.name())),
                            nc("trashbin-title", (kept, out) -> out.text(kept.location())),
                            nc("trashbin-original-location", (kept, out) -> out.text(kept.location())),
                            nc(
                                    "trashbin-deletion-time",
                                    (kept, out) ->
                                            out.number(kept.item.removed().getEpochSecond())),
                            nc("trashbin-deleted-by-id", (kept, out) -> out.text(kept.item.removerUid())),
                            nc("trashbin-deleted-by-display-name", (kept, out) -> out.text(kept.removerName)),
                            nc("trashbin-backend", (_, out) -> out.text("trashbin"))))
            .toList());

    private static LiveProperty<Kept> nc(String local, LiveProperty.Value<Kept> value) {
        return LiveProperty.of(XmlName.nc(local), value);
    }

    /** The collection of all, which has no properties but these. */
    private record Bin(String name) {}

    private static final PropertyTable<Bin> BIN = new PropertyTable<>(List.of(
            LiveProperty.<Bin>of(XmlName.dav("resourcetype"), (_, out) -> out.raw("<d:collection/>"))
                    .inUsualAnswer(),
            LiveProperty.of(XmlName.dav("displayname"), (bin, out) -> out.text(bin.name()))));

    private final Services services;
    private final RelocateHandler relocate = new RelocateHandler();

    TrashHandler(Services services) {
        this.services = services;
    }

    void handle(Request request, Response response, Place.InTrash place) throws IOException {
        View home = services.view(request);
        if (place.names().isEmpty()) {
            all(request, response, home, place);
            return;
        }
        TrashItem item = TrashKey.parse(place.names().getFirst())
                .flatMap(key -> trash().find(home, key))
                .orElseThrow(() -> Refusals.notFound(place.names()));
        FilesCall call = inside(request, response, home, place, item);
        switch (request.method()) {
            case "PROPFIND" -> list(call, item);
            case "GET", "HEAD" -> get(call, item);
            case "MOVE" -> restore(call, home, item);
            case "DELETE" -> delete(call, home, item);
            default -> throw WebDav.notAllowed(request.method(), ITEM_METHODS);
        }
    }

    private Trash trash() {
        return services.trash();
    }

    /** The request as one on the files of what was removed. */
    private FilesCall inside(Request request, Response response, View home, Place.InTrash place, TrashItem item) {
        List<String> root = Stream.concat(
                        place.root().stream(), Stream.of(item.key().toString()))
                .toList();
        List<String> below = place.names().subList(1, place.names().size());
        return new FilesCall(services, request, response, new Place.InFiles(root, below), Trash.inside(home, item));
    }

    private void all(Request request, Response response, View home, Place.InTrash place) throws IOException {
        switch (request.method()) {
            case "PROPFIND" -> listAll(request, response, home, place);
            case "GET", "HEAD" -> GetHandler.collection(request, response);
            case "DELETE" -> {
                trash().empty(home);
                response.empty(204);
            }
            default -> throw WebDav.notAllowed(request.method(), ALL_METHODS);
        }
    }

    private void listAll(Request request, Response response, View home, Place.InTrash place) throws IOException {
        Depth depth = Fields.depth(request, Depth.ONE);
        PropfindBody body = PropfindBody.parse(request.bodyBytes(XmlCursor.BODY_BYTES_MAX));
        if (depth == Depth.INFINITY) {
            throw Refusals.finiteDepth();
        }
        boolean minimal = Fields.minimal(request);
        String href = services.href(place.root()) + "/";
        response.header("DAV", WebDav.COMPLIANCE);
        FilesCall call = new FilesCall(services, request, response, new Place.InFiles(place.root(), List.of()), home);
        Writer writer = new Writer(call, PropertyPlan.compile(body, TABLE, minimal));
        try (Multistatus answer = Multistatus.begin(response)) {
            PropertyPlan.compile(body, BIN, minimal)
                    .write(href, new Bin(place.root().getLast()), List.of(), answer.out());
            List<TrashItem> page = depth == Depth.ONE ? trash().list(home, null, PAGE_MEMBERS) : List.of();
            while (!page.isEmpty()) {
                Map<FileId, Entry> entries = services.files()
                        .removed(home, page.stream().map(TrashItem::id).toList());
                for (TrashItem item : page) {
                    Entry entry = entries.get(item.id());
                    // One that came back since the page was read is not there any more.
                    if (entry != null) {
                        String itemHref = href + Href.encode(item.key().toString());
                        writer.write(itemHref, item, entry.named(item.name()), FilePath.ROOT, answer.out());
                    }
                }
                page = page.size() < PAGE_MEMBERS ? List.of() : trash().list(home, page.getLast(), PAGE_MEMBERS);
            }
            answer.end();
        }
    }

    private void list(FilesCall call, TrashItem item) throws IOException {
        Request request = call.request();
        Depth depth = Fields.depth(request, Depth.ONE);
        PropertyPlan<Kept> plan = PropertyPlan.compile(PropfindBody.parse(call.body()), TABLE, Fields.minimal(request));
        FilePath path = call.existing().path();
        Listing listing = services.files()
                .list(call.home(), path, PAGE_MEMBERS)
                .orElseThrow(() -> Refusals.notFound(call.names()));
        Entry entry = path.isRoot() ? listing.entry().named(item.name()) : listing.entry();
        if (depth == Depth.INFINITY && entry.collection()) {
            throw Refusals.finiteDepth();
        }
        call.response().header("DAV", WebDav.COMPLIANCE);
        Writer writer = new Writer(call, plan);
        try (Multistatus answer = Multistatus.begin(call.response())) {
            String href = path.isRoot() ? call.rootHref() : call.href(call.existing(), false);
            writer.write(href, item, entry, path, answer.out());
            List<Entry> page = depth == Depth.ONE ? listing.members() : List.of();
            while (!page.isEmpty()) {
                for (Entry member : page) {
                    FileName name = member.name();
                    if (name != null) {
                        writer.write(
                                href + "/" + Href.encode(name.value()), item, member, path.child(name), answer.out());
                    }
                }
                page = services.files()
                        .children(call.home(), listing.entry(), page.getLast().name(), PAGE_MEMBERS);
            }
            answer.end();
        }
    }

    private static final class Writer {
        private final PropertyPlan<Kept> plan;
        private final FileResource.Listing shared;
        private final Request request;

        Writer(FilesCall call, PropertyPlan<Kept> plan) {
            this.plan = plan;
            this.shared = call.listing();
            this.request = call.request();
        }

        /** @param below the path of the entry within what was removed */
        void write(String href, TrashItem item, Entry entry, FilePath below, XmlBuffer out) throws IOException {
            String remover = request.account().id().equals(item.remover())
                    ? request.account().displayName()
                    : item.removerUid();
            Kept kept = new Kept(
                    new FileResource(entry, List.of(), null, ShareMarks.Mark.NONE, shared), item, below, remover);
            plan.write(entry.collection() ? href + "/" : href, kept, List.of(), out);
        }
    }

    private static void get(FilesCall call, TrashItem item) throws IOException {
        FilePath path = call.existing().path();
        Entry entry = call.files().entry(call.home(), path).orElseThrow(() -> Refusals.notFound(call.names()));
        if (entry.object() == null) {
            GetHandler.collection(call.request(), call.response());
        } else {
            String name = (path.isRoot() ? item.name() : path.name()).value();
            GetHandler.send(call, entry, entry.object(), name);
        }
    }

    private void restore(FilesCall call, View home, TrashItem item) throws IOException {
        services.requireRestoring(call.request(), Place.Restoring.Kind.TRASH);
        switch (trash().restore(home, item, call.existing().path())) {
            case RestoreResult.Restored(Entry entry, FilePath path) -> {
                call.response().header("OC-FileId", FileProperties.fileId(entry, services.instanceId()));
                if (!entry.collection()) {
                    call.response().header("ETag", entry.etag().quoted());
                    call.response().header("OC-ETag", entry.etag().quoted());
                }
                call.response().empty(201);
            }
            case Refusal.NotFound refusal -> throw Refusals.of(refusal, call);
            case Refusal.NotAllowed refusal -> throw Refusals.of(refusal, call);
            case Refusal.QuotaExceeded refusal -> throw Refusals.of(refusal, call);
            case Refusal.Locked _ -> throw new RequestRefused(423, "The folder that this belongs into is locked.");
        }
    }

    private void delete(FilesCall call, View home, TrashItem item) throws IOException {
        if (!call.existing().path().isRoot()) {
            relocate.delete(call);
        } else if (trash().delete(home, item)) {
            call.response().empty(204);
        } else {
            throw Refusals.notFound(call.names());
        }
    }
}
