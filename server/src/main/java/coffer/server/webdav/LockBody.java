package coffer.server.webdav;

import coffer.server.webdav.XmlCursor.MalformedXml;

/**
 * The body of a LOCK that asks for a new lock (RFC 4918, section 14.11).
 *
 * @param exclusive or shared
 * @param ownerXml what the client wants to be known by, as XML; shown to others who ask, never interpreted
 */
record LockBody(boolean exclusive, String ownerXml) {

    /** Programs write a name, an address or a link there. */
    static final int OWNER_CHARACTERS_MAX = 4 * 1024;

    static LockBody parse(byte[] body) {
        XmlCursor cursor = XmlCursor.open(body);
        if (!cursor.name().isDav("lockinfo")) {
            throw new MalformedXml("The root element is not {DAV:}lockinfo");
        }
        String scope = "";
        String type = "";
        String owner = "";
        for (XmlName child = cursor.child(); child != null; child = cursor.child()) {
            if (child.isDav("lockscope")) {
                scope = onlyChild(cursor);
            } else if (child.isDav("locktype")) {
                type = onlyChild(cursor);
            } else if (child.isDav("owner")) {
                owner = cursor.content().xml();
            } else {
                cursor.skip();
            }
        }
        cursor.end();
        if (owner.length() > OWNER_CHARACTERS_MAX) {
            throw new MalformedXml("The owner is longer than " + OWNER_CHARACTERS_MAX + " characters");
        }
        if (!type.equals("write") || !(scope.equals("exclusive") || scope.equals("shared"))) {
            throw new MalformedXml("Only exclusive and shared write locks are known");
        }
        return new LockBody(scope.equals("exclusive"), owner);
    }

    /** The local name of the last child in the DAV: namespace, or an empty string. */
    private static String onlyChild(XmlCursor cursor) {
        String local = "";
        for (XmlName child = cursor.child(); child != null; child = cursor.child()) {
            if (child.namespace().equals(XmlName.DAV)) {
                local = child.local();
            }
            cursor.skip();
        }
        return local;
    }
}
