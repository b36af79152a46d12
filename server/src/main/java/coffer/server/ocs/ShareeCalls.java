package coffer.server.ocs;

import coffer.accounts.People;
import coffer.server.http.RequestRefused;
import coffer.shares.ShareKind;
import coffer.shares.Sharees;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finding somebody to share with ({@code apps/files_sharing/api/v1/sharees}). Every list is there although most are empty: Android and desktop
 * clients read each by its name.
 */
final class ShareeCalls {
    private static final String API = "apps/files_sharing/api/v1/";

    private static final List<String> EMPTY = List.of("remotes", "remote_groups", "emails", "circles", "rooms");

    private static final int NUMBER_MAX = 1_000_000;

    private final Sharees sharees;

    ShareeCalls(Sharees sharees) {
        this.sharees = sharees;
    }

    List<OcsRoute> routes() {
        return List.of(
                OcsRoute.of("GET", API + "sharees", this::search),
                OcsRoute.of("GET", API + "sharees_recommended", this::recommended));
    }

    private OcsAnswer search(OcsCall call) {
        if (call.textOrEmpty("itemType").isEmpty()) {
            return OcsAnswer.failure(400, "Missing itemType");
        }
        int page = call.number("page", 1, 1, NUMBER_MAX);
        int size = call.number("perPage", Sharees.PAGE_MAX, 1, Sharees.PAGE_MAX);
        Sharees.Found found = sharees.find(call.account().id(), kinds(call), call.textOrEmpty("search"), page, size);
        ObjectNode data = OcsAnswer.map();
        ObjectNode exact = data.putObject("exact");
        exact.set("users", users(found.exactPeople()));
        exact.set("groups", groups(found.exactGroups()));
        EMPTY.forEach(exact::putArray);
        data.set("users", users(found.people()));
        data.set("groups", groups(found.groups()));
        EMPTY.forEach(data::putArray);
        data.putArray("lookup");
        data.put("lookupEnabled", false);
        OcsAnswer answer = OcsAnswer.ok(data);
        return found.more() ? answer.withHeader("Link", next(call, page + 1)) : answer;
    }

    /** Nothing is noted of whom somebody shares with often. */
    private OcsAnswer recommended(OcsCall call) {
        if (call.textOrEmpty("itemType").isEmpty()) {
            return OcsAnswer.failure(400, "Missing itemType");
        }
        ObjectNode data = OcsAnswer.map();
        ObjectNode exact = data.putObject("exact");
        for (ObjectNode lists : List.of(exact, data)) {
            lists.putArray("users");
            lists.putArray("groups");
            List.of("remotes", "remote_groups", "emails").forEach(lists::putArray);
        }
        return OcsAnswer.ok(data);
    }

    private static Set<ShareKind> kinds(OcsCall call) {
        List<String> wanted = call.texts("shareType");
        if (wanted.isEmpty()) {
            return EnumSet.of(ShareKind.USER, ShareKind.GROUP);
        }
        Set<ShareKind> kinds = EnumSet.noneOf(ShareKind.class);
        for (String one : wanted) {
            try {
                ShareKind.of(Integer.parseInt(one)).ifPresent(kinds::add);
            } catch (NumberFormatException _) {
                throw RequestRefused.badRequest("shareType must be a number.");
            }
        }
        return kinds;
    }

    private static ArrayNode users(List<People.Person> people) {
        ArrayNode list = OcsAnswer.list();
        for (People.Person person : people) {
            ObjectNode json = list.addObject()
                    .put("label", person.displayName())
                    .put("subline", "")
                    .put("icon", "icon-user");
            json.putObject("value").put("shareType", ShareKind.USER.number()).put("shareWith", person.uid());
            json.put("shareWithDisplayNameUnique", person.uid());
            json.putArray("status");
        }
        return list;
    }

    private static ArrayNode groups(List<People.Circle> groups) {
        ArrayNode list = OcsAnswer.list();
        for (People.Circle group : groups) {
            list.addObject()
                    .put("label", group.displayName())
                    .putObject("value")
                    .put("shareType", ShareKind.GROUP.number())
                    .put("shareWith", group.gid());
        }
        return list;
    }

    /** The same query for another page (RFC 8288), relative to the call itself. */
    private static String next(OcsCall call, int page) {
        StringJoiner query = new StringJoiner("&", "?", "");
        for (Map.Entry<String, List<String>> parameter : call.request().query().entrySet()) {
            if (!parameter.getKey().equals("page")) {
                parameter.getValue().forEach(value -> query.add(encoded(parameter.getKey()) + "=" + encoded(value)));
            }
        }
        query.add("page=" + page);
        return "<" + query + ">; rel=\"next\"";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
