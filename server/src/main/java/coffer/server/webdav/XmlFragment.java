package coffer.server.webdav;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Builds the inner XML of one property value while it is read. Prefixes stay as the client wrote them; each is declared
 * where it is first needed, so that the fragment means the same wherever it is written later.
 */
final class XmlFragment {

    private final StringBuilder xml = new StringBuilder();
    private final Deque<Element> open = new ArrayDeque<>();

    private record Element(String qualifiedName, Map<String, String> scope) {}

    /** Opens the element that the reader stands on. */
    void start(XMLStreamReader reader) {
        Element parent = open.peek();
        Map<String, String> scope = new HashMap<>(parent == null ? Map.of("", "") : parent.scope);
        StringBuilder declarations = new StringBuilder();

        String prefix = orEmpty(reader.getPrefix());
        declare(prefix, orEmpty(reader.getNamespaceURI()), scope, declarations);
        String qualifiedName = qualified(prefix, reader.getLocalName());
        StringBuilder attributes = new StringBuilder();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            String attributePrefix = orEmpty(reader.getAttributePrefix(i));
            if (!attributePrefix.isEmpty() && !attributePrefix.equals(XMLConstants.XML_NS_PREFIX)) {
                declare(attributePrefix, orEmpty(reader.getAttributeNamespace(i)), scope, declarations);
            }
            attributes.append(' ').append(qualified(attributePrefix, reader.getAttributeLocalName(i)));
            attributes.append("=\"");
            escape(reader.getAttributeValue(i), attributes, true);
            attributes.append('"');
        }
        xml.append('<')
                .append(qualifiedName)
                .append(declarations)
                .append(attributes)
                .append('>');
        open.push(new Element(qualifiedName, scope));
    }

    /** Closes the element opened last. */
    void end() {
        xml.append("</").append(open.pop().qualifiedName).append('>');
    }

    void text(String characters) {
        escape(characters, xml, false);
    }

    private static void declare(
            String prefix, String namespace, Map<String, String> scope, StringBuilder declarations) {
        if (namespace.equals(scope.put(prefix, namespace))) {
            return;
        }
        declarations
                .append(prefix.isEmpty() ? " xmlns" : " xmlns:")
                .append(prefix)
                .append("=\"");
        escape(namespace, declarations, true);
        declarations.append('"');
    }

    private static String qualified(String prefix, String local) {
        return prefix.isEmpty() ? local : prefix + ":" + local;
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }

    /** Line ends and tabs become references, so that no later reader normalises them away (XML 1.0, 2.11 and 3.3.3). */
    private static void escape(String characters, StringBuilder to, boolean inAttribute) {
        for (int i = 0; i < characters.length(); i++) {
            char c = characters.charAt(i);
            switch (c) {
                case '&' -> to.append("&amp;");
                case '<' -> to.append("&lt;");
                case '>' -> to.append("&gt;");
                case '"' -> to.append(inAttribute ? "&quot;" : "\"");
                case '\r' -> to.append("&#13;");
                case '\n' -> to.append(inAttribute ? "&#10;" : "\n");
                case '\t' -> to.append(inAttribute ? "&#9;" : "\t");
                default -> to.append(c);
            }
        }
    }

    @Override
    public String toString() {
        return xml.toString();
    }
}
