package coffer.server.webdav;

import coffer.server.webdav.XmlCursor.MalformedXml;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a PROPFIND asks for (RFC 4918, sections 9.1 and 14.20). */
sealed interface PropfindBody {

    /** Most names of one request; about three times what any known client asks for. */
    int NAMES_MAX = 256;

    /** The usual properties and all dead ones, and {@code include} in addition. An empty body means this, too. */
    record All(List<XmlName> include) implements PropfindBody {}

    /** The names of all properties, without values. */
    record Names() implements PropfindBody {}

    /** These properties, in this order, each once. */
    record Named(List<XmlName> names) implements PropfindBody {}

    static PropfindBody parse(byte[] body) {
        if (body.length == 0) {
            return new All(List.of());
        }
        XmlCursor cursor = XmlCursor.open(body);
        if (!cursor.name().isDav("propfind")) {
            throw new MalformedXml("The root element is not {DAV:}propfind");
        }
        boolean all = false;
        List<XmlName> include = new ArrayList<>();
        PropfindBody found = null;
        for (XmlName child = cursor.child(); child != null; child = cursor.child()) {
            // Unknown elements are passed over (RFC 4918, section 17); they may come with newer clients.
            if (child.isDav("include")) {
                include.addAll(names(cursor));
            } else if (child.isDav("allprop")) {
                cursor.skip();
                all = true;
                found = onlyOne(found, new All(List.of()));
            } else if (child.isDav("propname")) {
                cursor.skip();
                found = onlyOne(found, new Names());
            } else if (child.isDav("prop")) {
                found = onlyOne(found, new Named(List.copyOf(names(cursor))));
            } else {
                cursor.skip();
            }
        }
        cursor.end();
        if (found == null) {
            throw new MalformedXml("The body asks neither for prop nor for allprop or propname");
        }
        return all ? new All(List.copyOf(include)) : found;
    }

    private static PropfindBody onlyOne(@Nullable PropfindBody found, PropfindBody next) {
        if (found != null) {
            throw new MalformedXml("The body asks for more than one of prop, allprop and propname");
        }
        return next;
    }

    private static Set<XmlName> names(XmlCursor cursor) {
        Set<XmlName> names = new LinkedHashSet<>();
        for (XmlName name = cursor.child(); name != null; name = cursor.child()) {
            names.add(name);
            if (names.size() > NAMES_MAX) {
                throw new MalformedXml("The body names more than " + NAMES_MAX + " properties");
            }
            cursor.skip();
        }
        return names;
    }
}
