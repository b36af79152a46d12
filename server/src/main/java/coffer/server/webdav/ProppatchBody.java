package coffer.server.webdav;

import coffer.server.webdav.XmlCursor.Content;
import coffer.server.webdav.XmlCursor.MalformedXml;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;

/**
 * The instructions of a PROPPATCH (RFC 4918, sections 9.2 and 14.19) or of the properties of an extended MKCOL (RFC 5689,
 * section 3), in the order of the document, in which they take effect.
 */
record ProppatchBody(List<Instruction> instructions) {

    /** Most instructions of one request. */
    static final int INSTRUCTIONS_MAX = 256;

    sealed interface Instruction {
        XmlName name();

        /**
         * Gives the property a value.
         *
         * @param language the value's language ({@code xml:lang}, which also counts when it stands further out); empty
         *     when there is none
         */
        record Set(XmlName name, Content value, String language) implements Instruction {}

        record Remove(XmlName name) implements Instruction {}
    }

    static ProppatchBody parse(byte[] body) {
        XmlCursor cursor = XmlCursor.open(body);
        if (!cursor.name().isDav("propertyupdate")) {
            throw new MalformedXml("The root element is not {DAV:}propertyupdate");
        }
        List<Instruction> instructions = instructions(cursor, true);
        if (instructions.isEmpty()) {
            throw new MalformedXml("The body sets and removes nothing");
        }
        return new ProppatchBody(instructions);
    }

    /** The body of an extended MKCOL: it can only set. */
    static ProppatchBody parseMkcol(byte[] body) {
        XmlCursor cursor = XmlCursor.open(body);
        if (!cursor.name().isDav("mkcol")) {
            throw new MalformedXml("The root element is not {DAV:}mkcol");
        }
        return new ProppatchBody(instructions(cursor, false));
    }

    private static List<Instruction> instructions(XmlCursor cursor, boolean mayRemove) {
        List<Instruction> instructions = new ArrayList<>();
        String language = language(cursor, "");
        for (XmlName child = cursor.child(); child != null; child = cursor.child()) {
            if (child.isDav("set")) {
                read(cursor, true, language(cursor, language), instructions);
            } else if (child.isDav("remove") && mayRemove) {
                read(cursor, false, "", instructions);
            } else {
                cursor.skip();
            }
        }
        cursor.end();
        return List.copyOf(instructions);
    }

    private static void read(XmlCursor cursor, boolean set, String outerLanguage, List<Instruction> instructions) {
        for (XmlName child = cursor.child(); child != null; child = cursor.child()) {
            if (!child.isDav("prop")) {
                cursor.skip();
                continue;
            }
            String language = language(cursor, outerLanguage);
            for (XmlName name = cursor.child(); name != null; name = cursor.child()) {
                if (instructions.size() == INSTRUCTIONS_MAX) {
                    throw new MalformedXml("The body changes more than " + INSTRUCTIONS_MAX + " properties");
                }
                if (set) {
                    String own = language(cursor, language);
                    instructions.add(new Instruction.Set(name, cursor.content(), own));
                } else {
                    cursor.skip();
                    instructions.add(new Instruction.Remove(name));
                }
            }
        }
    }

    private static String language(XmlCursor cursor, String outer) {
        String language = cursor.attribute(XMLConstants.XML_NS_URI, "lang");
        return language == null ? outer : language;
    }
}
