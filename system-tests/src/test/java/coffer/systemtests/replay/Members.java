package coffer.systemtests.replay;

import coffer.systemtests.replay.Message.Body;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The leaves of a JSON or XML document by their path, for example {@code /ocs/meta/statuscode}. JSON leaves keep their type: texts stand in
 * quotation marks. An empty object or list is a leaf. Items of a list are numbered, elements of an XML list joined by a blank.
 */
final class Members {

    private Members() {}

    /** Of either, by the first character; of a cut document what was whole before the cut. Empty for anything else. */
    static Map<String, String> of(Body body) {
        var members = new TreeMap<String, String>();
        var text = body.shown().strip();
        if (text.startsWith("{") || text.startsWith("[")) {
            addJson(members, "", JsonMapper.shared().readTree(body.isWhole() ? text : closed(text)));
        } else if (text.startsWith("<?xml")) {
            addXml(members, text, body.isWhole());
        }
        return members;
    }

    /** A cut document that ends after its last whole object. */
    private static String closed(String cut) {
        var text = new StringBuilder(cut.substring(0, cut.lastIndexOf('}') + 1));
        var open = new ArrayDeque<Character>();
        boolean quoted = false;
        for (int index = 0; index < text.length(); index++) {
            char each = text.charAt(index);
            if (each == '"' && (index == 0 || text.charAt(index - 1) != '\\')) {
                quoted = !quoted;
            } else if (!quoted && (each == '{' || each == '[')) {
                open.push(each == '{' ? '}' : ']');
            } else if (!quoted && (each == '}' || each == ']')) {
                open.pop();
            }
        }
        open.forEach(text::append);
        return text.toString();
    }

    private static void addJson(Map<String, String> members, String path, JsonNode node) {
        if (node.isEmpty()) {
            members.put(path, node.toString());
        } else if (node.isObject()) {
            node.properties().forEach(member -> addJson(members, path + "/" + member.getKey(), member.getValue()));
        } else {
            for (int index = 0; index < node.size(); index++) {
                addJson(members, path + "/" + index, node.get(index));
            }
        }
    }

    private static void addXml(Map<String, String> members, String text, boolean whole) {
        var names = new ArrayDeque<String>();
        try {
            var factory = XMLInputFactory.newDefaultFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            factory.setProperty(XMLInputFactory.IS_COALESCING, true);
            var xml = factory.createXMLStreamReader(new StringReader(text));
            var value = "";
            boolean leaf = false;
            while (xml.hasNext()) {
                switch (xml.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        names.addLast(xml.getLocalName());
                        value = "";
                        leaf = true;
                    }
                    case XMLStreamConstants.CHARACTERS -> value = xml.getText();
                    case XMLStreamConstants.END_ELEMENT -> {
                        if (leaf) {
                            members.merge(path(names), value, (before, more) -> before + " " + more);
                        }
                        names.removeLast();
                        leaf = false;
                    }
                    default -> {}
                }
            }
        } catch (XMLStreamException e) {
            if (whole) {
                throw new AssertionError("not XML: " + text, e);
            }
        }
    }

    private static String path(ArrayDeque<String> names) {
        var parts = new ArrayList<>(names);
        parts.removeIf("element"::equals);
        return "/" + String.join("/", parts);
    }
}
