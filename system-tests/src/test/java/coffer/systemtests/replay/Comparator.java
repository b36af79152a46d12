package coffer.systemtests.replay;

import coffer.systemtests.replay.Listing.Resource;
import coffer.systemtests.replay.Rule.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares our answer with the recorded one in all that {@link WhatClientsRead} names. An answer of another status is not compared further. */
final class Comparator {

    private static final Pattern EXCEPTION = Pattern.compile("<s:exception>([^<]*)</s:exception>");

    private final Client client;
    private final Learnt learnt;
    private final Contents contents;
    private final UnaryOperator<String> withOurAddress;
    private final List<Difference> differences = new ArrayList<>();

    Comparator(Client client, Learnt learnt, Contents contents, UnaryOperator<String> withOurAddress) {
        this.client = client;
        this.learnt = learnt;
        this.contents = contents;
        this.withOurAddress = withOurAddress;
    }

    List<Difference> differences() {
        return differences;
    }

    void compare(Exchange exchange, OurAnswer ours) {
        var recorded = exchange.answer().orElseThrow();
        if (exchange.status() != ours.status()) {
            note(exchange, "status", Integer.toString(exchange.status()), ours.status() + " " + exception(ours.text()));
            return;
        }
        if (exchange.copied()) {
            return;
        }
        var rules = WhatClientsRead.rulesFor(client, Asked.of(exchange));
        for (var rule : rules) {
            switch (rule.part()) {
                case HEADER -> compareHeaders(exchange, rule, recorded, ours);
                case MEMBER -> compareMembers(exchange, rule, recorded, ours);
                case ERROR -> compareErrors(exchange, rule, recorded, ours);
                case BODY -> compareBody(exchange, recorded, ours);
                case PROPERTY -> {}
            }
        }
        if (exchange.status() == 207) {
            compareListings(
                    exchange,
                    rules.stream().filter(rule -> rule.part() == Part.PROPERTY).toList(),
                    recorded.body(),
                    ours.text());
        }
    }

    private void compareHeaders(Exchange exchange, Rule rule, Message recorded, OurAnswer ours) {
        for (var name : rule.names()) {
            var theirs = recorded.header(name).map(withOurAddress).orElse(null);
            check(
                    exchange,
                    rule.how(),
                    "header " + name,
                    theirs,
                    ours.header(name).orElse(null),
                    place(exchange));
        }
    }

    /** The resource that the headers of an answer speak of: of a transfer that is the target. */
    private Place place(Exchange exchange) {
        var path = exchange.destination().isEmpty() || exchange.method().equals("PUT")
                ? exchange.path()
                : exchange.destination();
        return new Place(path, false, learnt, contents);
    }

    private void compareMembers(Exchange exchange, Rule rule, Message recorded, OurAnswer ours) {
        var theirMembers = Members.of(new Message.Body(
                withOurAddress.apply(recorded.body().shown()), recorded.body().leftOut()));
        var ourMembers = Members.of(new Message.Body(ours.text(), 0));
        var names = new TreeSet<>(theirMembers.keySet());
        if (recorded.body().isWhole()) {
            names.addAll(ourMembers.keySet());
        }
        for (var name : names) {
            if (rule.names(name)) {
                check(
                        exchange,
                        rule.how(),
                        "member " + name,
                        theirMembers.get(name),
                        ourMembers.get(name),
                        place(exchange));
            }
        }
    }

    private void compareErrors(Exchange exchange, Rule rule, Message recorded, OurAnswer ours) {
        if (exchange.status() >= 400) {
            var theirs = exception(recorded.body().shown());
            check(exchange, rule.how(), "error s:exception", theirs, exception(ours.text()), place(exchange));
        }
    }

    private static String exception(String body) {
        var exception = EXCEPTION.matcher(body);
        return exception.find() ? exception.group(1) : "";
    }

    private void compareBody(Exchange exchange, Message recorded, OurAnswer ours) {
        if (exchange.method().equals("HEAD") || exchange.status() >= 300) {
            return;
        }
        var expected = recorded.body().isWhole()
                ? Stored.content(recorded.body(), exchange.path())
                : contents.at(exchange.path()).orElseThrow().content();
        if (!Arrays.equals(expected, ours.body())) {
            note(exchange, "body", expected.length + " bytes", ours.body().length + " bytes, or others");
        }
    }

    private void compareListings(Exchange exchange, List<Rule> rules, Message.Body recorded, String ours) {
        var theirs = byHref(recorded.isWhole() ? Listing.of(recorded.shown()) : Listing.ofCut(recorded.shown()));
        var our = byHref(Listing.of(ours));
        compareHrefs(exchange, theirs.keySet(), our.keySet(), recorded.isWhole());
        for (var resource : theirs.values()) {
            var same = our.get(resource.href());
            if (same != null) {
                compareResources(exchange, rules, resource, same);
            }
        }
    }

    private void compareHrefs(Exchange exchange, Set<String> theirs, Set<String> ours, boolean whole) {
        if (!theirs.iterator().next().equals(ours.iterator().next())) {
            note(
                    exchange,
                    "first resource",
                    theirs.iterator().next(),
                    ours.iterator().next());
        }
        for (var href : theirs) {
            if (!ours.contains(href)) {
                note(exchange, "resource " + href, "listed", null);
            }
        }
        for (var href : ours) {
            if (whole && !theirs.contains(href)) {
                note(exchange, "resource " + href, null, "listed");
            }
        }
    }

    private void compareResources(Exchange exchange, List<Rule> rules, Resource theirs, Resource ours) {
        var place = new Place(theirs.path(), theirs.isCollection(), learnt, contents);
        var names = new LinkedHashSet<>(theirs.statuses().keySet());
        if (theirs.whole() && namesProperties(exchange)) {
            names.addAll(ours.statuses().keySet());
        }
        for (var name : names) {
            var rule = rules.stream().filter(each -> each.names(name)).findFirst();
            var part = "property " + name + " of " + theirs.href();
            if (rule.isEmpty()) {
                note(exchange, part, "asked for, and no rule says how it is read", null);
            } else if (exchange.method().equals("PROPPATCH")) {
                check(exchange, How.EQUAL, part, statusClass(theirs, name), statusClass(ours, name), place);
            } else if (exchange.request().body().shown().contains("propname")) {
                check(exchange, How.PRESENT, part, theirs.found(name), ours.found(name), place);
            } else {
                check(exchange, rule.get().how(), part, theirs.found(name), ours.found(name), place);
            }
        }
    }

    /** Which properties a client gets that names none is the server's choice: only those that the recorded one chose are compared. */
    private static boolean namesProperties(Exchange exchange) {
        var body = exchange.request().body().shown();
        return !body.isBlank() && !body.contains("propname") && !body.contains("allprop");
    }

    /** Of a change of properties clients read whether it was done: 200 and 204 are the same to them (neon ne_props.c). */
    private static @Nullable String statusClass(Resource resource, String name) {
        var status = resource.statuses().get(name);
        return status == null ? null : status.substring(0, 1);
    }

    private static Map<String, Resource> byHref(List<Resource> resources) {
        return resources.stream()
                .collect(Collectors.toMap(
                        Resource::href, resource -> resource, (first, _) -> first, LinkedHashMap::new));
    }

    private void check(
            Exchange exchange, How how, String part, @Nullable String recorded, @Nullable String ours, Place place) {
        if (!how.same(recorded, ours, place)) {
            note(exchange, part, recorded, ours);
        }
    }

    private void note(Exchange exchange, String part, @Nullable String recorded, @Nullable String ours) {
        differences.add(
                new Difference(exchange.number(), exchange.method() + " " + exchange.target(), part, recorded, ours));
    }
}
