package coffer.events;

import coffer.base.AccountId;
import coffer.base.Actor;
import coffer.base.Origin;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of an event without its place, time and type: canonical JSON, which the audit log copies into its
 * entries member by member. Members that would be empty are left out.
 */
final class EventBody {
    /** Of the whole envelope; a reader that meets a higher one knows that members have changed their meaning. */
    private static final long VERSION = 1;

    private EventBody() {}

    static String encode(Event event) {
        Members body = new Members();
        body.put("v", VERSION);
        body.put("outcome", event.outcome().word());
        body.put("actor", actor(event.actor()));
        body.put("source", source(event.actor().origin()));
        body.put("request", request(event.actor().origin()));
        body.put("target", target(event.target()));
        body.put("before", fields(event.before()));
        body.put("after", fields(event.after()));
        body.put("reason", event.reason());
        return CanonicalJson.write(body.map);
    }

    static Event decode(EventType type, String text) {
        Map<String, Object> body = CanonicalJson.parse(text);
        return new Event(
                type,
                Outcome.ofWord(text(body, "outcome")),
                actor(inner(body, "actor"), inner(body, "source"), inner(body, "request")),
                target(inner(body, "target")),
                fields(inner(body, "before")),
                fields(inner(body, "after")),
                text(body, "reason"));
    }

    private static Members actor(Actor actor) {
        Members members = new Members();
        members.put("kind", actor.kind().name().toLowerCase(Locale.ROOT));
        members.put("uid", actor.uid());
        AccountId account = actor.account();
        members.put("account", account == null ? "" : Long.toString(account.value()));
        Long credential = actor.credential();
        members.put("token", credential == null ? "" : credential.toString());
        return members;
    }

    private static Members source(Origin origin) {
        Members members = new Members();
        members.put("address", origin.address());
        members.put("agent", origin.agent());
        return members;
    }

    private static Members request(Origin origin) {
        Members members = new Members();
        members.put("id", origin.requestId());
        members.put("method", origin.method());
        members.put("route", origin.route());
        return members;
    }

    private static Members target(Target target) {
        Members members = new Members();
        members.put("kind", target.kind());
        members.put("id", target.id());
        members.put("path", target.path());
        members.put("owner", target.owner());
        return members;
    }

    private static Members fields(SortedMap<String, String> fields) {
        Members members = new Members();
        fields.forEach(members::putField);
        return members;
    }

    private static Actor actor(Map<String, ?> actor, Map<String, ?> source, Map<String, ?> request) {
        String account = text(actor, "account");
        String token = text(actor, "token");
        return new Actor(
                Actor.Kind.valueOf(text(actor, "kind").toUpperCase(Locale.ROOT)),
                account.isEmpty() ? null : new AccountId(Long.parseLong(account)),
                text(actor, "uid"),
                optionalLong(token),
                new Origin(
                        text(source, "address"),
                        text(source, "agent"),
                        text(request, "id"),
                        text(request, "method"),
                        text(request, "route")));
    }

    private static @Nullable Long optionalLong(String text) {
        return text.isEmpty() ? null : Long.valueOf(text);
    }

    private static Target target(Map<String, ?> target) {
        return new Target(text(target, "kind"), text(target, "id"), text(target, "path"), text(target, "owner"));
    }

    private static SortedMap<String, String> fields(Map<String, ?> members) {
        SortedMap<String, String> fields = new TreeMap<>();
        members.forEach((field, value) -> fields.put(field, (String) value));
        return fields;
    }

    private static String text(Map<String, ?> members, String name) {
        return members.get(name) instanceof String text ? text : "";
    }

    @SuppressWarnings("unchecked") // CanonicalJson.parse makes no other maps
    private static Map<String, ?> inner(Map<String, ?> members, String name) {
        return members.get(name) instanceof SortedMap<?, ?> inner ? (Map<String, ?>) inner : Map.of();
    }

    /** A JSON object in the making that leaves out what is empty. */
    private static final class Members {
        private final SortedMap<String, Object> map = new TreeMap<>();

        void put(String name, long number) {
            map.put(name, number);
        }

        void put(String name, String text) {
            if (!text.isEmpty()) {
                map.put(name, wellFormed(text));
            }
        }

        void put(String name, Members inner) {
            if (!inner.map.isEmpty()) {
                map.put(name, inner.map);
            }
        }

        /** Of before and after, where an empty value is a value. */
        void putField(String name, String text) {
            map.put(name, wellFormed(text));
        }

        /** With U+FFFD for each unpaired surrogate: an odd header must not keep an act out of the log. */
        private static String wellFormed(String text) {
            for (int i = 0; i < text.length(); i++) {
                if (Character.isSurrogate(text.charAt(i))) {
                    return replaceUnpaired(text);
                }
            }
            return text;
        }

        private static String replaceUnpaired(String text) {
            StringBuilder out = new StringBuilder(text.length());
            text.codePoints()
                    .map(c -> c <= 0xffff && Character.isSurrogate((char) c) ? 0xfffd : c)
                    .forEach(out::appendCodePoint);
            return out.toString();
        }
    }
}
