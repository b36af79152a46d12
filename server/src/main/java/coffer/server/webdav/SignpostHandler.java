package coffer.server.webdav;

import coffer.accounts.Account;
import coffer.server.http.Request;
import coffer.server.http.Response;
import coffer.server.webdav.DavTree.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The collections above the homes, which only lead to others, and the principal of the account. They are computed, never
 * change, and show each account nothing but its own.
 */
final class SignpostHandler {

    static final String[] METHODS = {"OPTIONS", "GET", "HEAD", "PROPFIND"};

    /**
     * One of them.
     *
     * @param name its last segment
     * @param principalHref the principal of whoever asks
     */
    private record Post(String name, boolean principal, String principalHref) {}

    private static final PropertyTable<Post> TABLE = new PropertyTable<>(List.of(
            LiveProperty.<Post>of(
                            XmlName.dav("resourcetype"),
                            (post, out) ->
                                    out.raw(post.principal() ? "<d:collection/><d:principal/>" : "<d:collection/>"))
                    .inUsualAnswer(),
            LiveProperty.of(XmlName.dav("displayname"), (post, out) -> out.text(post.name())),
            LiveProperty.of(XmlName.dav("current-user-principal"), SignpostHandler::writePrincipal),
            LiveProperty.<Post>of(XmlName.dav("principal-URL"), SignpostHandler::writePrincipal)
                    .onlyIf(Post::principal)));

    private final Services services;

    SignpostHandler(Services services) {
        this.services = services;
    }

    void signpost(Request request, Response response, Place.Signpost place) throws IOException {
        if (!isPropfind(request, response)) {
            return;
        }
        List<String> path = new ArrayList<>(place.root());
        path.addAll(place.names());
        boolean homes = place.names().equals(List.of("principals", "users"));
        List<Post> members = new ArrayList<>();
        for (String member : place.members()) {
            String name = homes ? request.account().displayName() : member;
            members.add(new Post(name, homes, services.principalHref(request.account())));
        }
        list(request, response, path, post(path, request), members, place.members());
    }

    void principal(Request request, Response response, Place.Principal place) throws IOException {
        if (!isPropfind(request, response)) {
            return;
        }
        Account account = request.account();
        List<String> path = new ArrayList<>(place.root());
        path.addAll(List.of("principals", "users", account.uid()));
        Post post = new Post(account.displayName(), true, services.principalHref(account));
        list(request, response, path, post, List.of(), List.of());
    }

    private Post post(List<String> path, Request request) {
        return new Post(path.getLast(), false, services.principalHref(request.account()));
    }

    /** Answers everything else than a PROPFIND. */
    private static boolean isPropfind(Request request, Response response) throws IOException {
        switch (request.method()) {
            case "PROPFIND" -> {
                return true;
            }
            case "GET", "HEAD" -> GetHandler.collection(request, response);
            default -> throw WebDav.notAllowed(request.method(), METHODS);
        }
        return false;
    }

    private void list(
            Request request,
            Response response,
            List<String> path,
            Post itself,
            List<Post> members,
            List<String> memberNames)
            throws IOException {
        Depth depth = Fields.depth(request, Depth.ONE);
        PropertyPlan<Post> plan = PropertyPlan.compile(
                PropfindBody.parse(request.bodyBytes(XmlCursor.BODY_BYTES_MAX)), TABLE, Fields.minimal(request));
        if (depth == Depth.INFINITY) {
            // Also where files may be listed so: what is below here is no part of these collections' own listing.
            throw Refusals.finiteDepth();
        }
        response.header("DAV", WebDav.COMPLIANCE);
        String href = services.href(path) + "/";
        try (Multistatus answer = Multistatus.begin(response)) {
            plan.write(href, itself, List.of(), answer.out());
            for (int i = 0; depth == Depth.ONE && i < members.size(); i++) {
                plan.write(href + Href.encode(memberNames.get(i)) + "/", members.get(i), List.of(), answer.out());
            }
            answer.end();
        }
    }

    private static void writePrincipal(Post post, XmlBuffer out) throws IOException {
        out.raw("<d:href>").raw(post.principalHref()).raw("</d:href>");
    }
}
