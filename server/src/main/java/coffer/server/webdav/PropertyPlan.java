package coffer.server.webdav;

import coffer.files.DeadProperty;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The properties one PROPFIND asks for, prepared once and then written for each resource. The 200 propstat comes first
 * and is the only one of its kind, a 404 propstat follows (the iOS client reads only the first, the desktop client only
 * the last one that begins with 200). One plan serves one answer; it is not thread-safe.
 */
final class PropertyPlan<R> {

    private static final byte[] RESPONSE_OPEN = XmlBuffer.bytes("<d:response><d:href>");
    private static final byte[] PROPSTAT_OPEN = XmlBuffer.bytes("<d:propstat><d:prop>");
    private static final byte[] FIRST_PROPSTAT_OPEN = XmlBuffer.bytes("</d:href><d:propstat><d:prop>");
    private static final byte[] FOUND_CLOSE =
            XmlBuffer.bytes("</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat>");
    private static final byte[] MISSING_CLOSE =
            XmlBuffer.bytes("</d:prop><d:status>HTTP/1.1 404 Not Found</d:status></d:propstat>");
    private static final byte[] HREF_CLOSE = XmlBuffer.bytes("</d:href>");
    private static final byte[] RESPONSE_CLOSE = XmlBuffer.bytes("</d:response>");

    /** What is written of each property. */
    private enum Style {
        /** The asked ones; those that are missing are named in a 404 propstat. */
        NAMED,
        /** The usual ones that exist, and all dead ones. */
        ALL,
        /** The names of all that exist. */
        NAMES
    }

    private final Style style;
    /** Whether missing properties are passed over (RFC 7240 and RFC 8144: {@code Prefer: return=minimal}). */
    private final boolean minimal;

    private final List<Column<R>> columns;
    private final Set<XmlName> names;
    private final Prefixes prefixes = new Prefixes();
    private final boolean[] missing;

    private PropertyPlan(Style style, boolean minimal, Set<XmlName> names, PropertyTable<R> table) {
        this.style = style;
        this.minimal = minimal;
        this.names = names;
        this.columns = names.stream()
                .map(name -> new Column<>(name, table.find(name).orElse(null), prefixes))
                .toList();
        this.missing = new boolean[columns.size()];
    }

    static <R> PropertyPlan<R> compile(PropfindBody body, PropertyTable<R> table, boolean minimal) {
        return switch (body) {
            case PropfindBody.Named(List<XmlName> names) ->
                new PropertyPlan<>(Style.NAMED, minimal, new LinkedHashSet<>(names), table);
            case PropfindBody.All(List<XmlName> include) -> {
                Set<XmlName> names = new LinkedHashSet<>();
                table.all().stream().filter(LiveProperty::usual).forEach(property -> names.add(property.name()));
                names.addAll(include);
                yield new PropertyPlan<>(Style.ALL, true, names, table);
            }
            case PropfindBody.Names _ -> {
                Set<XmlName> names = new LinkedHashSet<>();
                table.all().forEach(property -> names.add(property.name()));
                yield new PropertyPlan<>(Style.NAMES, true, names, table);
            }
        };
    }

    /** Whether this property will be written where a resource has it. */
    boolean wants(XmlName name) {
        return style != Style.NAMES && names.contains(name);
    }

    /** Whether dead properties have to be looked up: asked for by a name that one can have, or all of them. */
    boolean wantsDead() {
        return style != Style.NAMED
                || columns.stream().anyMatch(column -> column.live == null && PropertyTable.storable(column.name));
    }

    /** Whether the answer depends on the space alone: not on time, accounts, locks that pass or how full the space is. */
    boolean keepable() {
        return columns.stream().allMatch(column -> column.live == null || !column.live.passing());
    }

    /** Writes the response element of one resource. */
    void write(String href, R resource, List<DeadProperty> dead, XmlBuffer out) throws IOException {
        out.raw(RESPONSE_OPEN).raw(href);
        List<DeadProperty> further = style == Style.NAMED ? List.of() : unasked(dead);
        int missed = columns.size();
        for (int i = 0; i < missing.length; i++) {
            missing[i] = columns.get(i).missing(resource, dead);
            if (!missing[i]) {
                missed--;
            }
        }
        boolean found = missed < missing.length || !further.isEmpty();
        if (found || minimal || missed == 0) {
            out.raw(FIRST_PROPSTAT_OPEN);
            writeFound(resource, dead, out);
            for (DeadProperty property : further) {
                writeDead(property, out);
            }
            out.raw(FOUND_CLOSE);
        } else {
            out.raw(HREF_CLOSE);
        }
        if (missed > 0 && !minimal) {
            writeMissing(out);
        }
        out.raw(RESPONSE_CLOSE);
    }

    private void writeFound(R resource, List<DeadProperty> dead, XmlBuffer out) throws IOException {
        for (int i = 0; i < missing.length; i++) {
            if (missing[i]) {
                continue;
            }
            Column<R> column = columns.get(i);
            if (style == Style.NAMES) {
                out.raw(column.empty());
            } else if (column.live != null) {
                out.raw(column.open());
                long before = out.written();
                column.live.value().write(resource, out);
                if (out.written() == before) {
                    // "A truly empty element": some clients take anything else for a value.
                    out.retract(column.open().length).raw(column.empty());
                } else {
                    out.raw(column.close());
                }
            } else {
                writeDead(column.find(dead).orElseThrow(), out);
            }
        }
    }

    private void writeMissing(XmlBuffer out) throws IOException {
        out.raw(PROPSTAT_OPEN);
        for (int i = 0; i < missing.length; i++) {
            if (missing[i]) {
                out.raw(columns.get(i).empty());
            }
        }
        out.raw(MISSING_CLOSE);
    }

    private void writeDead(DeadProperty property, XmlBuffer out) throws IOException {
        XmlName name = new XmlName(property.namespace(), property.name());
        if (style == Style.NAMES) {
            out.raw('<').raw(prefixes.declared(name)).raw("/>");
            return;
        }
        DeadValue value = DeadValue.read(property.xml());
        out.raw('<').raw(prefixes.declared(name));
        if (!value.language().isEmpty()) {
            out.raw(" xml:lang=\"").text(value.language()).raw('"');
        }
        out.raw('>').raw(value.xml()).raw("</").raw(prefixes.qualified(name)).raw('>');
    }

    private List<DeadProperty> unasked(List<DeadProperty> dead) {
        return dead.stream()
                .filter(property -> !names.contains(new XmlName(property.namespace(), property.name())))
                .toList();
    }

    /** One property with its tags; these are encoded when the first resource needs them, which numbers the prefixes. */
    private static final class Column<R> {
        final @Nullable LiveProperty<R> live;
        private final XmlName name;
        private final Prefixes prefixes;
        private byte @Nullable [] open;
        private byte @Nullable [] close;
        private byte @Nullable [] empty;

        Column(XmlName name, @Nullable LiveProperty<R> live, Prefixes prefixes) {
            this.name = name;
            this.live = live;
            this.prefixes = prefixes;
        }

        boolean missing(R resource, List<DeadProperty> dead) {
            return live == null ? find(dead).isEmpty() : !live.present().test(resource);
        }

        Optional<DeadProperty> find(List<DeadProperty> dead) {
            for (DeadProperty property : dead) {
                if (property.name().equals(name.local()) && property.namespace().equals(name.namespace())) {
                    return Optional.of(property);
                }
            }
            return Optional.empty();
        }

        byte[] open() {
            if (open == null) {
                open = XmlBuffer.bytes("<" + prefixes.declared(name) + ">");
            }
            return open;
        }

        byte[] close() {
            if (close == null) {
                close = XmlBuffer.bytes("</" + prefixes.qualified(name) + ">");
            }
            return close;
        }

        byte[] empty() {
            if (empty == null) {
                empty = XmlBuffer.bytes("<" + prefixes.declared(name) + "/>");
            }
            return empty;
        }
    }
}
