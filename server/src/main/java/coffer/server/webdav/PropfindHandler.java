package coffer.server.webdav;

import coffer.base.FileId;
import coffer.base.FileName;
import coffer.files.DeadProperty;
import coffer.files.Entry;
import coffer.files.Listing;
import coffer.files.Spot;
import coffer.files.View;
import coffer.locks.ActiveLock;
import coffer.locks.FileLock;
import coffer.server.http.KeptDocument;
import coffer.shares.ShareMarks;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * PROPFIND on files and collections (RFC 4918, section 9.1). The properties asked for are prepared once, members are read
 * and written page by page, and what lies in other tables is looked up once a page and only when it was asked for.
 *
 * <p>Accepted: a member renamed while a listing of several pages is under way may be seen twice or not at all. The
 * collection's entity tag was read first, so that the next listing differs and heals it.
 */
final class PropfindHandler {

    /** Members read and written at a time. */
    static final int PAGE_MEMBERS = 500;

    private final boolean depthInfinity;
    private final KeptListings listings = new KeptListings();

    PropfindHandler(DavSettings settings) {
        this.depthInfinity = settings.depthInfinity();
    }

    void handle(FilesCall call) throws IOException {
        // Without the field the stock server answers depth 1, where RFC 4918 has infinity; clients rely on it.
        Depth depth = Fields.depth(call.request(), Depth.ONE);
        byte[] asked = call.body();
        boolean minimal = Fields.minimal(call.request());
        Spot spot = call.existing();
        Optional<KeptListings.Slot> slot = depth == Depth.ONE ? slot(call, spot, minimal, asked) : Optional.empty();
        Optional<KeptDocument> found = slot.flatMap(KeptListings.Slot::found);
        if (found.isPresent()) {
            call.response().header("DAV", WebDav.COMPLIANCE);
            Multistatus.again(call.response(), found.get());
            return;
        }
        PropertyPlan<FileResource> plan =
                PropertyPlan.compile(PropfindBody.parse(asked), FileProperties.TABLE, minimal);
        Listing listing = (depth == Depth.ZERO
                        ? call.homes().entry(spot).map(entry -> new Listing(entry, List.of()))
                        : call.homes().list(spot, PAGE_MEMBERS))
                .orElseThrow(() -> Refusals.notFound(call.names()));
        if (depth == Depth.INFINITY && listing.entry().collection() && !depthInfinity) {
            throw Refusals.finiteDepth();
        }
        Optional<KeptListings.Pen> pen = plan.keepable() && listing.entry().collection()
                ? slot.flatMap(KeptListings.Slot::pen)
                : Optional.empty();
        if (pen.isEmpty()) {
            write(call, plan, spot, listing, depth, UnaryOperator.identity());
            return;
        }
        try (KeptListings.Pen taking = pen.get()) {
            write(call, plan, spot, listing, depth, taking::on);
            taking.whole();
        }
    }

    private Optional<KeptListings.Slot> slot(FilesCall call, Spot spot, boolean minimal, byte[] asked) {
        OptionalLong generation = call.homes().generation(spot);
        return generation.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        listings.slot(spot.view(), generation.getAsLong(), call.href(spot, true), minimal, asked));
    }

    private static void write(
            FilesCall call,
            PropertyPlan<FileResource> plan,
            Spot spot,
            Listing listing,
            Depth depth,
            UnaryOperator<OutputStream> way)
            throws IOException {
        call.response().header("DAV", WebDav.COMPLIANCE);
        try (Multistatus answer = Multistatus.begin(call.response(), way)) {
            Writer writer = new Writer(call, plan, spot, listing.entry(), answer.out());
            String href = call.href(spot, listing.entry().collection());
            writer.page(href, List.of(listing.entry()), true);
            if (depth != Depth.ZERO && listing.entry().collection()) {
                writer.members(href, listing.entry(), listing.members(), depth == Depth.INFINITY);
            }
            answer.end();
        }
    }

    /** A view, and what the resources share that it shows. */
    private record Shown(View view, FileResource.Listing listing) {}

    /** What lies in other tables of one entry. */
    private record Beside(
            List<DeadProperty> dead,
            List<ActiveLock> locks,
            @Nullable FileLock fileLock,
            ShareMarks.Mark mark) {
        static final Beside NOTHING = new Beside(List.of(), List.of(), null, ShareMarks.Mark.NONE);
    }

    private static final class Writer {
        private final FilesCall call;
        private final PropertyPlan<FileResource> plan;
        private final XmlBuffer out;
        /** By the share that grants it: the home, and what of others' has been met in it. */
        private final Map<Integer, Shown> shown = new HashMap<>();

        Writer(FilesCall call, PropertyPlan<FileResource> plan, Spot spot, Entry first, XmlBuffer out) {
            this.call = call;
            this.plan = plan;
            this.out = out;
            shown.put(first.grant().share(), new Shown(spot.view(), call.listing(spot)));
        }

        /** @param href that of the entry itself, or of the collection whose members the entries are */
        void page(String href, List<Entry> entries, boolean itself) throws IOException {
            Map<Integer, List<Entry>> byShare = new LinkedHashMap<>();
            for (Entry entry : entries) {
                if (entry.mountRoot() && !itself) {
                    meet(memberHref(href, entry), entry);
                }
                byShare.computeIfAbsent(entry.grant().share(), _ -> new ArrayList<>())
                        .add(entry);
            }
            Map<FileId, Beside> beside = new HashMap<>();
            byShare.forEach((share, of) -> {
                Shown in = shown.get(share);
                if (in != null) {
                    lookUp(in, of, beside);
                }
            });
            for (Entry entry : entries) {
                Shown in = shown.get(entry.grant().share());
                if (in != null) {
                    Beside more = beside.getOrDefault(entry.id(), Beside.NOTHING);
                    FileResource resource = new FileResource(entry, more.locks, more.fileLock, more.mark, in.listing);
                    plan.write(itself ? href : memberHref(href, entry), resource, more.dead, out);
                }
            }
        }

        /** Something received that is a member of what is listed; it may have gone since. */
        private void meet(String href, Entry entry) {
            String root = entry.collection() ? href.substring(0, href.length() - 1) : href;
            call.homes()
                    .view(call.home(), entry)
                    .ifPresent(view -> shown.put(entry.grant().share(), new Shown(view, call.listing(view, root))));
        }

        /** What lies in other tables, of entries that one view shows. */
        private void lookUp(Shown in, List<Entry> entries, Map<FileId, Beside> found) {
            Map<FileId, List<DeadProperty>> dead = plan.wantsDead()
                    ? call.files()
                            .deadProperties(
                                    in.view, entries.stream().map(Entry::id).toList())
                    : Map.of();
            Map<FileId, List<ActiveLock>> locks = plan.wants(FileProperties.LOCKDISCOVERY)
                    ? call.services().locks().active(in.view, entries)
                    : Map.of();
            Map<FileId, FileLock> fileLocks = FileProperties.FILE_LOCK.stream().anyMatch(plan::wants)
                    ? call.services().fileLocks().of(in.view, entries)
                    : Map.of();
            Map<FileId, ShareMarks.Mark> marks =
                    FileProperties.SHARING.stream().anyMatch(plan::wants) ? call.marks(entries) : Map.of();
            if (dead.isEmpty() && locks.isEmpty() && fileLocks.isEmpty() && marks.isEmpty()) {
                return;
            }
            for (Entry entry : entries) {
                FileId id = entry.id();
                found.put(
                        id,
                        new Beside(
                                dead.getOrDefault(id, List.of()),
                                locks.getOrDefault(id, List.of()),
                                fileLocks.get(id),
                                marks.getOrDefault(id, ShareMarks.Mark.NONE)));
            }
        }

        /** Writes all members of a collection and, if wanted, what is below them; deeper levels after each page. */
        void members(String href, Entry collection, List<Entry> firstPage, boolean deep) throws IOException {
            List<Open> open = new ArrayList<>();
            open.add(new Open(href, collection, firstPage));
            while (!open.isEmpty()) {
                Open current = open.getLast();
                if (current.page.isEmpty()) {
                    open.removeLast();
                    continue;
                }
                if (current.next == 0) {
                    page(current.href, current.page, false);
                }
                Entry below = deep ? current.nextCollection() : null;
                if (below != null) {
                    String belowHref = memberHref(current.href, below);
                    open.add(new Open(belowHref, below, children(below, null)));
                } else {
                    current.turn(
                            children(current.collection, current.page.getLast().name()));
                }
            }
        }

        private List<Entry> children(Entry collection, @Nullable FileName after) {
            return call.homes().children(call.home(), collection, after, PAGE_MEMBERS);
        }

        private static String memberHref(String href, Entry member) {
            FileName name = member.name();
            if (name == null) {
                throw new IllegalStateException("a member without a name");
            }
            return href + Href.encode(name.value()) + (member.collection() ? "/" : "");
        }
    }

    /** A collection whose members are being written: one page of them, and which of these was entered last. */
    private static final class Open {
        final String href;
        final Entry collection;
        List<Entry> page;
        int next;

        Open(String href, Entry collection, List<Entry> page) {
            this.href = href;
            this.collection = collection;
            this.page = page;
        }

        @Nullable
        Entry nextCollection() {
            while (next < page.size()) {
                Entry entry = page.get(next++);
                if (entry.collection()) {
                    return entry;
                }
            }
            return null;
        }

        void turn(List<Entry> nextPage) {
            page = nextPage;
            next = 0;
        }
    }
}
