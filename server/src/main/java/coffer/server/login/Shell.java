package coffer.server.login;

/**
 * What every page needs.
 *
 * @param publicPath what stands before every path: empty, or such as {@code /coffer}
 * @param stylesheet name of the style sheet below {@code /assets/}
 * @param icon name of the icon below {@code /assets/}
 * @param csrf the token that forms of this browser carry
 */
public record Shell(String publicPath, String stylesheet, String icon, String csrf) {
    /** An address of this server for a link or form. */
    public String path(String path) {
        return publicPath + path;
    }
}
