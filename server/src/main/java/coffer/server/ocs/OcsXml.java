package coffer.server.ocs;

import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The XML form of an envelope: members of maps become elements of their name, items of lists elements called {@code
 * element}, true is 1, false and null are empty.
 */
final class OcsXml {
    /** Every other key, such as a user id with a blank, is written as an item of a list. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

    private OcsXml() {}

    static String document(JsonNode ocs) {
        StringBuilder xml = new StringBuilder(1024).append("<?xml version=\"1.0\"?>\n");
        element(xml, "ocs", ocs);
        return xml.append('\n').toString();
    }

    private static void element(StringBuilder xml, String name, JsonNode value) {
        xml.append('<').append(name).append('>');
        content(xml, value);
        xml.append("</").append(name).append('>');
    }

    private static void content(StringBuilder xml, JsonNode value) {
        switch (value.getNodeType()) {
            case OBJECT ->
                value.properties()
                        .forEach(member -> element(
                                xml,
                                NAME.matcher(member.getKey()).matches() ? member.getKey() : "element",
                                member.getValue()));
            case ARRAY -> value.forEach(item -> element(xml, "element", item));
            case BOOLEAN -> xml.append(value.booleanValue() ? "1" : "");
            case NUMBER -> xml.append(value.asString());
            case STRING -> text(xml, value.stringValue());
            case NULL, MISSING, BINARY, POJO -> {
                // Nothing to say.
            }
        }
    }

    private static void text(StringBuilder xml, String text) {
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> xml.append("&amp;");
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                default -> xml.appendCodePoint(writable(c) ? c : '\uFFFD');
            }
        });
    }

    // XML 1.0 § 2.2.
    private static boolean writable(int c) {
        return c == '\t' || c == '\n' || (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000;
    }
}
