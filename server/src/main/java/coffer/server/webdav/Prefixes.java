package coffer.server.webdav;

import java.util.HashMap;
import java.util.Map;

/**
 * The namespace prefixes of one answer. They are part of the protocol: the iOS client finds elements by the literal names
 * {@code d:response}, {@code oc:id} and so on, and the share permissions by {@code x1:share-permissions} and
 * {@code x2:share-permissions}. The four well-known prefixes are declared on the root element, every other namespace on
 * each element that needs it, numbered in the order of first use.
 */
final class Prefixes {

    /** What the root element of a multistatus declares. */
    static final String DECLARATIONS =
            " xmlns:d=\"DAV:\" xmlns:s=\"http://sabredav.org/ns\" xmlns:oc=\"http://owncloud.org/ns\""
                    + " xmlns:nc=\"http://nextcloud.org/ns\"";

    private final Map<String, String> others = new HashMap<>();

    /** The prefixed name of an element, for its end tag. */
    String qualified(XmlName name) {
        return switch (name.namespace()) {
            case XmlName.DAV -> "d:" + name.local();
            case XmlName.SABRE -> "s:" + name.local();
            case XmlName.OC -> "oc:" + name.local();
            case XmlName.NC -> "nc:" + name.local();
            case "" -> name.local();
            default -> numbered(name.namespace()) + ":" + name.local();
        };
    }

    /** The prefixed name together with the declaration it needs, escaped: what stands in the start tag. */
    String declared(XmlName name) {
        return switch (name.namespace()) {
            case XmlName.DAV, XmlName.SABRE, XmlName.OC, XmlName.NC -> qualified(name);
            case "" -> name.local() + " xmlns=\"\"";
            default ->
                qualified(name) + " xmlns:" + numbered(name.namespace()) + "=\"" + escaped(name.namespace()) + "\"";
        };
    }

    private String numbered(String namespace) {
        return others.computeIfAbsent(namespace, _ -> "x" + (others.size() + 1));
    }

    private static String escaped(String attribute) {
        return attribute
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("\t", "&#9;")
                .replace("\n", "&#10;")
                .replace("\r", "&#13;");
    }
}
