package coffer.server.webdav;

/**
 * The expanded name of an XML element (Namespaces in XML 1.0, section 2.1): requests are read by it, whatever prefix the
 * client chose.
 *
 * @param namespace the namespace URI, empty for an element in no namespace
 * @param local the local part, never empty
 */
record XmlName(String namespace, String local) {

    /** RFC 4918, section 21.1. */
    static final String DAV = "DAV:";
    /** Error details, as the PHP library below the Nextcloud server writes them. */
    static final String SABRE = "http://sabredav.org/ns";
    /** Properties that the sync clients know from the days of ownCloud. */
    static final String OC = "http://owncloud.org/ns";
    /** Properties that came with Nextcloud. */
    static final String NC = "http://nextcloud.org/ns";
    /** Share permissions as a bit sum: read by the iOS client. */
    static final String OCS = "http://open-collaboration-services.org/ns";
    /** Share permissions as words: read by the iOS client and by federated servers. */
    static final String OCM = "http://open-cloud-mesh.org/ns";

    static XmlName dav(String local) {
        return new XmlName(DAV, local);
    }

    static XmlName oc(String local) {
        return new XmlName(OC, local);
    }

    static XmlName nc(String local) {
        return new XmlName(NC, local);
    }

    boolean isDav(String expectedLocal) {
        return namespace.equals(DAV) && local.equals(expectedLocal);
    }

    /** In Clark notation, for messages. */
    @Override
    public String toString() {
        return "{" + namespace + "}" + local;
    }
}
