package coffer.server.webdav;

import com.ctc.wstx.api.WstxInputProperties;
import java.io.ByteArrayInputStream;
import java.util.Locale;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.codehaus.stax2.XMLInputFactory2;
import org.jspecify.annotations.Nullable;

/**
 * Reads the XML body of a request, element by element, and refuses what a WebDAV body never needs: document type
 * declarations (and with them every entity but the five built-in ones), other encodings than UTF-8 and UTF-16, and
 * anything beyond the limits below. No external resource is ever looked up.
 *
 * <p>A cursor stands on an element. {@link #child()} steps into its next child, or, when there is none left, back to the
 * parent. Whoever has read what they need of an element calls {@link #skip()}; {@link #end()} at the last checks that
 * the document ends properly, so that a body is either read whole or refused whole.
 *
 * <p>Every departure ends in {@link MalformedXml}; the message names the place, never the content.
 */
final class XmlCursor {

    /** The longest request body that is read as XML (a PROPFIND of every known property has about 4 KiB). */
    static final int BODY_BYTES_MAX = 1024 * 1024;
    /** Deepest nesting; the deepest body of a known client (SEARCH with nested conditions) has about 12 levels. */
    static final int DEPTH_MAX = 64;
    /** Most attributes of one element. */
    static final int ATTRIBUTES_MAX = 32;
    /** Longest value of one attribute; namespace URIs are attributes, too. */
    static final int ATTRIBUTE_CHARACTERS_MAX = 8 * 1024;
    /** Most elements of one body. */
    static final int ELEMENTS_MAX = 10_000;
    /** Most characters of text in one property or other element that is read. */
    static final int TEXT_CHARACTERS_MAX = 256 * 1024;

    /** XML 1.0, section 4.3.3 obliges to UTF-8 and UTF-16; the rest is never needed and has been a way around filters. */
    private static final Set<String> ENCODINGS = Set.of("UTF-8", "UTF-16", "UTF-16BE", "UTF-16LE", "US-ASCII");

    private static final XMLInputFactory FACTORY = hardenedFactory();

    private final XMLStreamReader reader;
    /** How many start elements are open above the cursor, the cursor's own included. */
    private int depth;

    private XmlCursor(XMLStreamReader reader) {
        this.reader = reader;
    }

    private static XMLInputFactory hardenedFactory() {
        // Woodstox, found as a service; any other parser would not know its limits and end the start here.
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, DEPTH_MAX);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, ATTRIBUTES_MAX);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTE_SIZE, ATTRIBUTE_CHARACTERS_MAX);
        factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_COUNT, (long) ELEMENTS_MAX);
        factory.setProperty(WstxInputProperties.P_MAX_TEXT_LENGTH, TEXT_CHARACTERS_MAX);
        // A client's odd names must not end in the string pool of the whole process.
        factory.setProperty(XMLInputFactory2.P_INTERN_NAMES, false);
        factory.setProperty(XMLInputFactory2.P_INTERN_NS_URIS, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("external resources are never read");
        });
        return factory;
    }

    /**
     * Opens a body and steps to its root element.
     *
     * @throws MalformedXml if there is no well-formed root element in an encoding that is read here
     */
    static XmlCursor open(byte[] body) {
        XmlCursor cursor;
        try {
            cursor = new XmlCursor(FACTORY.createXMLStreamReader(new ByteArrayInputStream(body)));
        } catch (XMLStreamException e) {
            throw malformed(e);
        }
        cursor.checkEncoding();
        cursor.advanceTo(XMLStreamConstants.START_ELEMENT);
        cursor.depth = 1;
        return cursor;
    }

    /** The element the cursor stands on. */
    XmlName name() {
        String namespace = reader.getNamespaceURI();
        return new XmlName(namespace == null ? "" : namespace, reader.getLocalName());
    }

    /**
     * What an element holds.
     *
     * @param xml everything inside, as XML that means the same wherever it is written
     * @param text all text inside, without markup
     */
    record Content(String xml, String text) {}

    /** Steps into the next child element; null when there is none left, and then the cursor has left the element. */
    @Nullable
    XmlName child() {
        while (true) {
            switch (next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    depth++;
                    return name();
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    depth--;
                    return null;
                }
                default -> {
                    // Text between elements has no meaning in the bodies of RFC 4918 (section 17 says to ignore it).
                }
            }
        }
    }

    /** Leaves the element the cursor stands on, whatever is in it. */
    void skip() {
        int outside = depth - 1;
        while (depth > outside) {
            child();
        }
    }

    /**
     * Reads everything inside the element the cursor stands on, as XML that can be written again anywhere (every prefix
     * is declared within), and leaves the element. RFC 4918, section 4.3 lists what must survive: names, attributes,
     * elements and characters, prefixes if possible; comments and processing instructions do not.
     */
    Content content() {
        int outside = depth - 1;
        XmlFragment fragment = new XmlFragment();
        StringBuilder text = new StringBuilder();
        while (true) {
            switch (next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    depth++;
                    fragment.start(reader);
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    if (--depth == outside) {
                        return new Content(fragment.toString(), text.toString());
                    }
                    fragment.end();
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    fragment.text(reader.getText());
                    text.append(reader.getText());
                    // The parser looks at its own limit only now and then.
                    if (text.length() > TEXT_CHARACTERS_MAX) {
                        throw new MalformedXml(
                                "A value is longer than " + TEXT_CHARACTERS_MAX + " characters" + place());
                    }
                }
                default -> {
                    // Comments and processing instructions need not be kept.
                }
            }
        }
    }

    /** The value of an attribute of the element the cursor stands on, or null. */
    @Nullable
    String attribute(String namespace, String local) {
        return reader.getAttributeValue(namespace.isEmpty() ? null : namespace, local);
    }

    /** Leaves whatever is still open and checks that nothing but comments and white space follows the root element. */
    void end() {
        while (depth > 0) {
            child();
        }
        advanceTo(XMLStreamConstants.END_DOCUMENT);
    }

    private void advanceTo(int wanted) {
        int event = reader.getEventType();
        while (event != wanted) {
            event = next();
        }
    }

    private int next() {
        try {
            int event = reader.next();
            if (event == XMLStreamConstants.DTD) {
                throw new MalformedXml("A document type declaration is not allowed" + place());
            }
            if (event == XMLStreamConstants.ENTITY_REFERENCE) {
                throw new MalformedXml("Only the five built-in entities are allowed" + place());
            }
            return event;
        } catch (XMLStreamException e) {
            throw malformed(e);
        } catch (RuntimeException e) {
            // Woodstox reports some broken input (for instance bad UTF-8 in coalesced text) wrapped and unchecked.
            if (e.getCause() instanceof XMLStreamException cause) {
                throw malformed(cause);
            }
            if (e.getCause() instanceof java.io.IOException) {
                throw new MalformedXml("The body is not valid in its encoding" + place());
            }
            throw e;
        }
    }

    private void checkEncoding() {
        String declared = reader.getCharacterEncodingScheme();
        String used = reader.getEncoding();
        for (String encoding : new @Nullable String[] {declared, used}) {
            if (encoding != null && !ENCODINGS.contains(encoding.toUpperCase(Locale.ROOT))) {
                throw new MalformedXml("The body must be encoded in UTF-8 or UTF-16");
            }
        }
    }

    private String place() {
        return place(reader.getLocation());
    }

    private static String place(javax.xml.stream.@Nullable Location location) {
        return location == null || location.getLineNumber() < 0
                ? ""
                : " (line " + location.getLineNumber() + ", column " + location.getColumnNumber() + ")";
    }

    private static MalformedXml malformed(XMLStreamException e) {
        return new MalformedXml("The body is not well-formed XML or is beyond a limit" + place(e.getLocation()), e);
    }

    /** The body cannot be read: answered with 400. */
    static final class MalformedXml extends RuntimeException {
        MalformedXml(String message) {
            super(message);
        }

        MalformedXml(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
