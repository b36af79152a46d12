package coffer.server.webdav;

import coffer.base.FileName;
import coffer.base.FilePath;
import coffer.base.InvalidName;
import coffer.files.Conditions;
import coffer.files.EntityTags;
import coffer.files.Refusal;
import coffer.files.Spot;
import coffer.files.UploadMeta;
import coffer.files.View;
import coffer.files.WriteResult;
import coffer.server.http.Request;
import coffer.server.http.RequestRefused;
import coffer.server.http.Response;
import coffer.server.webdav.DavTree.Place;
import coffer.uploads.Announced;
import coffer.uploads.AssembleResult;
import coffer.uploads.Assembly;
import coffer.uploads.BeginResult;
import coffer.uploads.ChunkResult;
import coffer.uploads.Transfer;
import coffer.uploads.TransferState;
import coffer.uploads.Uploads;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Chunked uploads, version 2 of the sync clients' protocol: MKCOL opens an upload, PUT stores its chunks under names of
 * the client's choice, MOVE of the member {@code .file} makes the file, DELETE gives the upload up.
 */
final class UploadsHandler {

    static final String[] ALL_METHODS = {"OPTIONS", "GET", "HEAD", "PROPFIND"};
    static final String[] UPLOAD_METHODS = {"OPTIONS", "GET", "HEAD", "PROPFIND", "MKCOL", "DELETE"};
    static final String[] CHUNK_METHODS = {"OPTIONS", "PROPFIND", "PUT", "DELETE"};
    static final String[] ASSEMBLED_METHODS = {"OPTIONS", "PROPFIND", "MOVE"};

    /** What a listing shows of uploads and chunks. */
    private record Part(String name, boolean collection, long sizeBytes, Instant modified) {}

    private static final PropertyTable<Part> TABLE = new PropertyTable<>(List.of(
            LiveProperty.<Part>of(
                            XmlName.dav("getlastmodified"), (part, out) -> out.raw(HttpDate.bytes(part.modified())))
                    .inUsualAnswer(),
            LiveProperty.<Part>of(XmlName.dav("getcontentlength"), (part, out) -> out.number(part.sizeBytes()))
                    .inUsualAnswer()
                    .onlyIf(part -> !part.collection()),
            LiveProperty.<Part>of(
                            XmlName.dav("resourcetype"),
                            (part, out) -> out.raw(part.collection() ? "<d:collection/>" : ""))
                    .inUsualAnswer(),
            // Not part of the usual answer: the Android client would take it for the name of the chunk.
            LiveProperty.<Part>of(XmlName.dav("displayname"), (part, out) -> out.text(part.name()))));

    private final Services services;
    private final Uploads uploads;

    UploadsHandler(Services services, Uploads uploads) {
        this.services = services;
        this.uploads = uploads;
    }

    void handle(Request request, Response response, Place.InUploads place) throws IOException {
        View view = services.view(request);
        List<String> names = place.names();
        switch (names.size()) {
            case 0 -> all(request, response, view, place);
            case 1 -> upload(request, response, view, place, names.getFirst());
            default -> {
                boolean assembled = names.get(1).equals(Uploads.ASSEMBLED.value());
                chunk(request, response, view, place, assembled);
            }
        }
    }

    private void all(Request request, Response response, View view, Place.InUploads place) throws IOException {
        switch (request.method()) {
            case "PROPFIND" -> {
                List<Part> members = new ArrayList<>();
                for (Transfer transfer : uploads.open(view)) {
                    members.add(new Part(transfer.name().value(), true, transfer.sizeBytes(), transfer.touched()));
                }
                Part itself = new Part(
                        place.root().getLast(), true, 0, services.clock().instant());
                list(request, response, services.href(place.root()) + "/", itself, members);
            }
            case "GET", "HEAD" -> GetHandler.collection(request, response);
            default -> throw WebDav.notAllowed(request.method(), ALL_METHODS);
        }
    }

    private void upload(Request request, Response response, View view, Place.InUploads place, String name)
            throws IOException {
        switch (request.method()) {
            case "MKCOL" -> begin(request, response, view, wanted(name));
            case "PROPFIND" -> {
                TransferState state = state(view, place);
                List<Part> members = new ArrayList<>();
                members.add(assembled(state));
                state.chunks().forEach(chunk -> members.add(part(chunk)));
                Part itself = new Part(name, true, state.sizeBytes(), state.touched());
                list(request, response, href(place, 1) + "/", itself, members);
            }
            case "DELETE" -> {
                if (!existing(name).map(found -> uploads.abort(view, found)).orElse(false)) {
                    throw noTransfer();
                }
                response.empty(204);
            }
            case "GET", "HEAD" -> {
                state(view, place);
                GetHandler.collection(request, response);
            }
            default -> throw WebDav.notAllowed(request.method(), UPLOAD_METHODS);
        }
    }

    private void chunk(Request request, Response response, View view, Place.InUploads place, boolean assembled)
            throws IOException {
        switch (request.method()) {
            case "PROPFIND" -> {
                TransferState state = state(view, place);
                Part part = assembled
                        ? assembled(state)
                        : part(chunkOf(state, place.names().get(1)));
                list(request, response, href(place, 2), part, List.of());
            }
            case "MOVE" -> {
                if (!assembled) {
                    throw WebDav.notAllowed(request.method(), CHUNK_METHODS);
                }
                assemble(
                        request,
                        response,
                        view,
                        existing(place.names().getFirst()).orElseThrow(UploadsHandler::noTransfer));
            }
            case "PUT" -> put(request, response, view, place);
            case "DELETE" -> {
                TransferState state = state(view, place);
                if (!uploads.removeChunk(
                        view, state.name(), chunkOf(state, place.names().get(1)).name())) {
                    throw noTransfer();
                }
                response.empty(204);
            }
            default -> throw WebDav.notAllowed(request.method(), assembled ? ASSEMBLED_METHODS : CHUNK_METHODS);
        }
    }

    private void begin(Request request, Response response, View view, FileName name) throws IOException {
        switch (uploads.begin(view, name, announced(request, view))) {
            case BeginResult.Begun _ -> response.empty(201);
            case BeginResult.Exists _ ->
                // Android goes on with an upload that it has begun some other day.
                throw new RequestRefused(405, "An upload of this name is open already.")
                        .withHeader("Allow", String.join(", ", UPLOAD_METHODS));
            case BeginResult.TooManyUploads(int max) ->
                throw new RequestRefused(403, "There are " + max + " open uploads; finish or delete some first.");
            case BeginResult.QuotaExceeded(long wanted, long free) -> throw Refusals.quotaExceeded(wanted, free);
            case BeginResult.TooLarge(long max) -> throw Refusals.tooLarge(max);
        }
    }

    private void put(Request request, Response response, View view, Place.InUploads place) throws IOException {
        FileName name = wanted(place.names().getFirst());
        FileName chunk = wanted(place.names().get(1));
        Announced announced = announced(request, view);
        switch (uploads.putChunk(view, name, chunk, request.body(), request.contentLength(), announced)) {
            case ChunkResult.Stored(boolean created) -> response.empty(created ? 201 : 204);
            // The desktop client begins anew at 404; the stock server answers 409, which it takes for a failure.
            case ChunkResult.NoTransfer _ -> throw noTransfer();
            case ChunkResult.ReservedName _ ->
                throw new RequestRefused(403, "This name stands for the file that the chunks become.");
            case ChunkResult.TooManyParts(int max) ->
                throw new RequestRefused(403, "An upload can have at most " + max + " chunks.");
            case ChunkResult.WrongLength(long bytes) ->
                throw RequestRefused.badRequest("The chunk does not have the announced " + bytes + " bytes.");
            case ChunkResult.QuotaExceeded(long wanted, long free) -> throw Refusals.quotaExceeded(wanted, free);
            case ChunkResult.TooLarge(long max) -> throw Refusals.tooLarge(max);
        }
    }

    /** Conditions speak of the destination: {@code .file} has no state of its own. */
    private void assemble(Request request, Response response, View view, FileName name) throws IOException {
        FilesCall target = new FilesCall(services, request, response, services.destination(request));
        Spot destination = target.wanted();
        boolean overwrite = Fields.overwrite(request);
        UploadMeta meta = new UploadMeta(
                Fields.time(request, "X-OC-MTime"),
                Fields.time(request, "X-OC-CTime"),
                List.of(),
                Fields.makeParents(request));
        Assembly assembly = new Assembly(
                meta, Fields.totalLength(request), Fields.checksum(request), conditions(target, overwrite));
        switch (uploads.assemble(view, name, destination, assembly)) {
            case AssembleResult.Answered(WriteResult result) -> {
                if (result instanceof Refusal.IsCollection) {
                    throw RequestRefused.badRequest("The destination is a folder.");
                }
                if (!overwrite
                        && result instanceof Refusal.PreconditionFailed failed
                        && failed.field() == Conditions.Field.IF_NONE_MATCH) {
                    throw Refusals.targetExists();
                }
                PutHandler.answer(result, target);
            }
            case AssembleResult.NoTransfer _ -> throw noTransfer();
            case AssembleResult.StillChanging _ ->
                throw new RequestRefused(423, "Chunks of this upload are still arriving.");
        }
    }

    private static Conditions conditions(FilesCall target, boolean overwrite) {
        Conditions asked = target.conditions();
        return overwrite || asked.ifNoneMatch() != null
                ? asked
                : new Conditions(
                        asked.ifMatch(),
                        EntityTags.ANY,
                        asked.ifUnmodifiedSince(),
                        asked.ifHeader(),
                        asked.lockTokens());
    }

    /**
     * What the client says ahead. Its idea of the destination only helps to refuse early, so one that cannot be
     * understood is none: the desktop client sends its account address as it is, and no chunk may fail for that.
     */
    private Announced announced(Request request, View view) {
        List<String> references = request.headers("Destination");
        Spot destination = null;
        if (references.size() == 1) {
            try {
                Optional<Place> place =
                        services.place(request, references.getFirst().strip());
                if (place.isPresent() && place.get() instanceof Place.InFiles files) {
                    destination = services.homes().at(view, FilePath.of(files.names()));
                }
            } catch (RequestRefused | InvalidName _) {
                // As said above.
            }
        }
        return new Announced(Fields.totalLength(request), destination);
    }

    private TransferState state(View view, Place.InUploads place) {
        return existing(place.names().getFirst())
                .flatMap(name -> uploads.state(view, name))
                .orElseThrow(UploadsHandler::noTransfer);
    }

    private static TransferState.Chunk chunkOf(TransferState state, String name) {
        FileName wanted = existing(name).orElseThrow(UploadsHandler::noTransfer);
        return state.chunks().stream()
                .filter(chunk -> chunk.name().equals(wanted))
                .findFirst()
                .orElseThrow(UploadsHandler::noTransfer);
    }

    private static Part part(TransferState.Chunk chunk) {
        return new Part(chunk.name().value(), false, chunk.sizeBytes(), chunk.stored());
    }

    private static Part assembled(TransferState state) {
        return new Part(Uploads.ASSEMBLED.value(), false, state.sizeBytes(), state.touched());
    }

    private static void list(Request request, Response response, String href, Part itself, List<Part> members)
            throws IOException {
        Depth depth = Fields.depth(request, Depth.ONE);
        PropertyPlan<Part> plan = PropertyPlan.compile(
                PropfindBody.parse(request.bodyBytes(XmlCursor.BODY_BYTES_MAX)), TABLE, Fields.minimal(request));
        if (depth == Depth.INFINITY && itself.collection()) {
            throw Refusals.finiteDepth();
        }
        response.header("DAV", WebDav.COMPLIANCE);
        try (Multistatus answer = Multistatus.begin(response)) {
            plan.write(href, itself, List.of(), answer.out());
            for (Part member : depth == Depth.ONE ? members : List.<Part>of()) {
                String memberHref = href + Href.encode(member.name()) + (member.collection() ? "/" : "");
                plan.write(memberHref, member, List.of(), answer.out());
            }
            answer.end();
        }
    }

    /** The href of the first names of a place, without a slash at the end. */
    private String href(Place.InUploads place, int names) {
        List<String> path = new ArrayList<>(place.root());
        path.addAll(place.names().subList(0, names));
        return services.href(path);
    }

    private static FileName wanted(String name) {
        try {
            return FileName.of(name);
        } catch (InvalidName e) {
            throw RequestRefused.invalidName(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<FileName> existing(String name) {
        try {
            return Optional.of(FileName.of(name));
        } catch (InvalidName _) {
            return Optional.empty();
        }
    }

    private static RequestRefused noTransfer() {
        return RequestRefused.notFound("There is no such upload or chunk; it may be finished already.");
    }
}
