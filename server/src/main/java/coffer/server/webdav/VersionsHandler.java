package coffer.server.webdav;

import coffer.accounts.Account;
import coffer.base.FileId;
import coffer.files.Conditions;
import coffer.files.Entry;
import coffer.files.Refusal;
import coffer.files.View;
import coffer.files.WriteResult;
import coffer.server.http.Request;
import coffer.server.http.RequestRefused;
import coffer.server.http.Response;
import coffer.server.webdav.DavTree.Place;
import coffer.versions.FileVersion;
import coffer.versions.VersionResult;
import coffer.versions.Versions;
import coffer.versions.Versions.History;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Versions: a collection for each file, by its id, with a member for each content it has or had, by its revision. MOVE to any name in the
 * collection {@code restore} makes a version the file's content again, DELETE deletes it, PROPPATCH names it.
 */
final class VersionsHandler {

    static final String[] FILE_METHODS = {"OPTIONS", "GET", "HEAD", "PROPFIND"};
    static final String[] VERSION_METHODS = {"OPTIONS", "GET", "HEAD", "PROPFIND", "PROPPATCH", "MOVE", "DELETE"};

    private static final XmlName LABEL = XmlName.nc("version-label");

    /** A version as a listing shows it; the collection of them without one. */
    private record Shown(History history, Optional<FileVersion> version, Supplier<String> author) {
        boolean isVersion() {
            return version.isPresent();
        }

        FileVersion one() {
            return version.orElseThrow();
        }
    }

    private static final PropertyTable<Shown> TABLE = new PropertyTable<>(List.of(
            LiveProperty.<Shown>of(
                            XmlName.dav("getlastmodified"),
                            (shown, out) -> out.raw(HttpDate.bytes(shown.one().modified())))
                    .inUsualAnswer()
                    .onlyIf(Shown::isVersion),
            LiveProperty.<Shown>of(
                            XmlName.dav("getcontentlength"),
                            (shown, out) -> out.number(shown.one().sizeBytes()))
                    .inUsualAnswer()
                    .onlyIf(Shown::isVersion),
            LiveProperty.<Shown>of(
                            XmlName.dav("getcontenttype"),
                            (shown, out) -> out.text(MediaTypes.ofName(name(shown.history))))
                    .inUsualAnswer()
                    .onlyIf(Shown::isVersion),
            LiveProperty.<Shown>of(XmlName.dav("getetag"), (shown, out) -> out.raw("&quot;")
                            .hex(shown.one().etag().value())
                            .raw("&quot;"))
                    .inUsualAnswer()
                    .onlyIf(Shown::isVersion),
            LiveProperty.<Shown>of(
                            XmlName.dav("resourcetype"),
                            (shown, out) -> out.raw(shown.isVersion() ? "" : "<d:collection/>"))
                    .inUsualAnswer(),
            LiveProperty.<Shown>of(
                            XmlName.oc("size"),
                            (shown, out) -> out.number(shown.one().sizeBytes()))
                    .onlyIf(Shown::isVersion),
            LiveProperty.<Shown>of(LABEL, (shown, out) -> out.text(shown.one().label()))
                    .onlyIf(Shown::isVersion),
            LiveProperty.<Shown>of(
                            XmlName.nc("version-author"),
                            (shown, out) -> out.text(shown.author().get()))
                    .onlyIf(Shown::isVersion),
            LiveProperty.<Shown>of(XmlName.nc("has-preview"), (_, out) -> out.raw("false"))
                    .onlyIf(Shown::isVersion)));

    private final Services services;

    VersionsHandler(Services services) {
        this.services = services;
    }

    void handle(Request request, Response response, Place.InVersions place) throws IOException {
        View home = services.view(request);
        if (place.names().isEmpty()) {
            // All files that have versions are nobody's question.
            throw Refusals.notFound(place.root());
        }
        FileId id = Fields.digits(place.names().getFirst())
                .map(FileId::new)
                .orElseThrow(() -> Refusals.notFound(place.names()));
        // The file may be one that somebody else shares.
        View view = services.homes()
                .find(home, id)
                .orElseThrow(() -> Refusals.notFound(place.names()))
                .view();
        History history = versions().of(view, id).orElseThrow(() -> Refusals.notFound(place.names()));
        if (place.names().size() == 1) {
            file(request, response, place, history);
            return;
        }
        FileVersion version = Fields.digits(place.names().get(1))
                .flatMap(history::version)
                .orElseThrow(() -> Refusals.notFound(place.names()));
        FilesCall call =
                new FilesCall(services, request, response, new Place.InFiles(place.root(), place.names()), home);
        switch (request.method()) {
            case "PROPFIND" -> list(request, response, place, history, Optional.of(version));
            case "GET", "HEAD" -> get(call, history, version);
            case "MOVE" -> restore(call, view, history, version);
            case "DELETE" -> answer(call, versions().delete(view, id, version.revision()));
            case "PROPPATCH" -> label(call, view, history, version);
            default -> throw WebDav.notAllowed(request.method(), VERSION_METHODS);
        }
    }

    private Versions versions() {
        return services.versions();
    }

    private void file(Request request, Response response, Place.InVersions place, History history) throws IOException {
        switch (request.method()) {
            case "PROPFIND" -> list(request, response, place, history, Optional.empty());
            case "GET", "HEAD" -> GetHandler.collection(request, response);
            default -> throw WebDav.notAllowed(request.method(), FILE_METHODS);
        }
    }

    /** @param only the version that is asked for; empty for the collection of all */
    private void list(
            Request request, Response response, Place.InVersions place, History history, Optional<FileVersion> only)
            throws IOException {
        Depth depth = Fields.depth(request, Depth.ONE);
        PropertyPlan<Shown> plan = PropertyPlan.compile(
                PropfindBody.parse(request.bodyBytes(XmlCursor.BODY_BYTES_MAX)), TABLE, Fields.minimal(request));
        if (depth == Depth.INFINITY && only.isEmpty()) {
            throw Refusals.finiteDepth();
        }
        String href = services.href(place.root()) + "/" + history.file().id().value();
        response.header("DAV", WebDav.COMPLIANCE);
        try (Multistatus answer = Multistatus.begin(response)) {
            XmlBuffer out = answer.out();
            if (only.isPresent()) {
                plan.write(href + "/" + only.get().revision(), shown(request, history, only.get()), List.of(), out);
            } else {
                plan.write(href + "/", new Shown(history, Optional.empty(), () -> ""), List.of(), out);
                for (FileVersion version : depth == Depth.ONE ? history.versions() : List.<FileVersion>of()) {
                    plan.write(href + "/" + version.revision(), shown(request, history, version), List.of(), out);
                }
            }
            answer.end();
        }
    }

    private Shown shown(Request request, History history, FileVersion version) {
        return new Shown(history, Optional.of(version), () -> author(request, version));
    }

    /** The user id of whoever stored it; empty for an account that is gone. */
    private String author(Request request, FileVersion version) {
        if (version.author() == null) {
            return "";
        }
        return request.account().id().equals(version.author())
                ? request.account().uid()
                : services.accounts().apply(version.author()).map(Account::uid).orElse("");
    }

    private static String name(History history) {
        return history.path().name().value();
    }

    private static void get(FilesCall call, History history, FileVersion version) throws IOException {
        Entry entry = history.file()
                .withContent(
                        version.object(), version.sizeBytes(), version.etag(), version.modified(), version.checksums());
        GetHandler.send(call, entry, version.object(), name(history));
    }

    private void restore(FilesCall call, View view, History history, FileVersion version) throws IOException {
        services.requireRestoring(call.request(), Place.Restoring.Kind.VERSIONS);
        if (version.current()) {
            // It is the content already.
            call.response().empty(201);
            return;
        }
        Conditions asked = call.conditions();
        WriteResult result = versions()
                .restore(view, history.file().id(), version.revision(), asked.lockTokens())
                .orElseThrow(() -> Refusals.notFound(call.names()));
        switch (result) {
            case WriteResult.Replaced replaced -> {
                call.response().header("ETag", replaced.entry().etag().quoted());
                call.response().header("OC-ETag", replaced.entry().etag().quoted());
                call.response().header("OC-FileId", FileProperties.fileId(replaced.entry(), services.instanceId()));
                call.response().empty(201);
            }
            case WriteResult.Created _ ->
                throw new IllegalStateException("a version was restored to where no file was");
            case Refusal.PreconditionFailed _ -> throw new RequestRefused(423, "The file is being written; try again.");
            case Refusal refusal -> throw Refusals.of(refusal, call);
        }
    }

    /** One property can be changed, and nothing else may stand in the request. */
    private void label(FilesCall call, View view, History history, FileVersion version) throws IOException {
        Set<XmlName> names = new LinkedHashSet<>();
        String label = version.label();
        for (ProppatchBody.Instruction instruction :
                ProppatchBody.parse(call.body()).instructions()) {
            names.add(instruction.name());
            label = instruction instanceof ProppatchBody.Instruction.Set set
                    ? set.value().text().strip()
                    : "";
        }
        if (!names.equals(Set.of(LABEL))) {
            throw new RequestRefused(403, "Of a version only its label can be changed.")
                    .withDavElement("<d:cannot-modify-protected-property/>");
        }
        if (label.length() > FileVersion.LABEL_CHARS_MAX) {
            throw RequestRefused.badRequest("A label has at most " + FileVersion.LABEL_CHARS_MAX + " characters.");
        }
        VersionResult result = versions().label(view, history.file().id(), version.revision(), label);
        if (!(result instanceof VersionResult.Done)) {
            throw refusal(call, result);
        }
        try (Multistatus answer = Multistatus.begin(call.response())) {
            answer.out()
                    .raw("<d:response><d:href>")
                    .raw(call.rootHref() + "/" + history.file().id().value() + "/" + version.revision())
                    .raw("</d:href><d:propstat><d:prop><nc:version-label/></d:prop>")
                    .raw("<d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>");
            answer.end();
        }
    }

    private static void answer(FilesCall call, VersionResult result) throws IOException {
        if (!(result instanceof VersionResult.Done)) {
            throw refusal(call, result);
        }
        call.response().empty(204);
    }

    private static RequestRefused refusal(FilesCall call, VersionResult result) {
        return switch (result) {
            case VersionResult.Done _ -> throw new IllegalStateException("nothing was refused");
            case VersionResult.NotFound _ -> Refusals.notFound(call.names());
            case VersionResult.IsCurrent _ ->
                new RequestRefused(403, "This is the present content of the file; it goes with the file alone.");
            case VersionResult.TooManyLabels(int max) ->
                new RequestRefused(403, "The file has " + max + " named versions; take the name of some first.");
            case VersionResult.Refused(Refusal refusal) -> Refusals.of(refusal, call);
        };
    }
}
