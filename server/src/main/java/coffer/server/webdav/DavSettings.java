package coffer.server.webdav;

/**
 * What an operator may decide about WebDAV.
 *
 * @param depthInfinity whether a PROPFIND may ask for a whole tree at once; otherwise it is refused with
 *     {@code propfind-finite-depth} (RFC 4918, section 9.1.1). Off by default: no stock client needs it, and its answer
 *     has no bound
 * @param publicPath the path of the address under which clients know the installation, such as {@code /cloud} behind a
 *     proxy that takes it off; empty when there is none. It stands in front of every href and is accepted in every
 *     {@code Destination}
 */
public record DavSettings(boolean depthInfinity, String publicPath) {

    public static final DavSettings DEFAULT = new DavSettings(false, "");

    public DavSettings {
        if (!publicPath.isEmpty() && (publicPath.charAt(0) != '/' || publicPath.endsWith("/"))) {
            throw new IllegalArgumentException("The public path begins with a slash and does not end with one.");
        }
    }
}
