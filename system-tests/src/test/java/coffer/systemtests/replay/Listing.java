package coffer.systemtests.replay;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * A multistatus answer, also one that the recording has cut: then the last resource holds what came before the cut.
 *
 * <p>Properties are named with the prefixes that clients expect. A known namespace under another prefix gets a name of its own, because iOS
 * and the desktop client read the letters.
 */
final class Listing {

    private static final Map<String, String> PREFIXES = Map.of(
            "DAV:",
            "d",
            "http://sabredav.org/ns",
            "s",
            "http://owncloud.org/ns",
            "oc",
            "http://nextcloud.org/ns",
            "nc");

    /**
     * One response element.
     *
     * @param href as it stands there
     * @param statuses status number of the propstat that each property stands in, by name
     * @param values what stands in each property, by name
     * @param whole whether its end was recorded
     */
    record Resource(String href, Map<String, String> statuses, Map<String, String> values, boolean whole) {

        String path() {
            return Paths.ofReference(href);
        }

        boolean isCollection() {
            return href.endsWith("/");
        }

        /** The value of a property that was found; null for one that was not. */
        @Nullable
        String found(String name) {
            return "200".equals(statuses.get(name)) ? values.get(name) : null;
        }
    }

    private final XMLStreamReader xml;
    private final List<Resource> resources = new ArrayList<>();

    private Listing(String text) throws XMLStreamException {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        xml = factory.createXMLStreamReader(new StringReader(text));
    }

    static List<Resource> of(String text) {
        return read(text, true);
    }

    static List<Resource> ofCut(String text) {
        return read(text, false);
    }

    private static List<Resource> read(String text, boolean whole) {
        try {
            var listing = new Listing(text.strip());
            try {
                while (listing.xml.hasNext()) {
                    if (listing.xml.next() == XMLStreamConstants.START_ELEMENT && listing.isAt("response")) {
                        listing.response();
                    }
                }
            } catch (XMLStreamException e) {
                if (whole) {
                    throw e;
                }
            }
            return listing.resources;
        } catch (XMLStreamException e) {
            throw new AssertionError("not a listing: " + text, e);
        }
    }

    private void response() throws XMLStreamException {
        var statuses = new LinkedHashMap<String, String>();
        var values = new LinkedHashMap<String, String>();
        var href = "";
        boolean whole = false;
        try {
            while (!(xml.next() == XMLStreamConstants.END_ELEMENT && isAt("response"))) {
                if (xml.isStartElement() && isAt("href")) {
                    href = xml.getElementText();
                } else if (xml.isStartElement() && isAt("propstat")) {
                    propstat(statuses, values);
                }
            }
            whole = true;
        } finally {
            if (!href.isEmpty()) {
                resources.add(new Resource(href, statuses, values, whole));
            }
        }
    }

    private void propstat(Map<String, String> statuses, Map<String, String> values) throws XMLStreamException {
        var inThis = new LinkedHashMap<String, String>();
        var status = statuses.isEmpty() ? "200" : "404"; // of one that was cut: only the first has values
        try {
            while (!(xml.next() == XMLStreamConstants.END_ELEMENT && isAt("propstat"))) {
                if (xml.isStartElement() && isAt("status")) {
                    status = xml.getElementText().split(" ", -1)[1];
                } else if (xml.isStartElement() && !isAt("prop")) {
                    var name = name();
                    inThis.put(name, content());
                }
            }
        } finally {
            for (var property : inThis.entrySet()) {
                statuses.putIfAbsent(property.getKey(), status);
                values.putIfAbsent(property.getKey(), property.getValue());
            }
        }
    }

    /** What stands in the element at which the reader is, with names by namespace, so that prefixes do not matter. */
    private String content() throws XMLStreamException {
        var text = new StringBuilder();
        for (int depth = 1; depth > 0; ) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    depth++;
                    text.append('<').append(name()).append(attributes()).append('>');
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    depth--;
                    if (depth > 0) {
                        text.append("</").append(name()).append('>');
                    }
                }
                case XMLStreamConstants.CHARACTERS -> text.append(xml.getText());
                default -> {}
            }
        }
        return text.toString();
    }

    private String attributes() {
        var sorted = new TreeMap<String, String>();
        for (int index = 0; index < xml.getAttributeCount(); index++) {
            var namespace = Objects.requireNonNullElse(xml.getAttributeNamespace(index), "");
            sorted.put("{" + namespace + "}" + xml.getAttributeLocalName(index), xml.getAttributeValue(index));
        }
        return sorted.isEmpty() ? "" : sorted.toString();
    }

    private String name() {
        var namespace = Objects.requireNonNullElse(xml.getNamespaceURI(), "");
        var expected = PREFIXES.get(namespace);
        if (expected == null) {
            return "{" + namespace + "}" + xml.getLocalName();
        }
        var prefix = xml.getPrefix();
        return (prefix.equals(expected) ? prefix : prefix + "=" + expected) + ":" + xml.getLocalName();
    }

    private boolean isAt(String localName) {
        return localName.equals(xml.getLocalName()) && "DAV:".equals(xml.getNamespaceURI());
    }
}
