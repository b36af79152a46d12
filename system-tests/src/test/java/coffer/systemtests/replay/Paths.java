package coffer.systemtests.replay;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Paths of targets, references and hrefs, decoded and without a slash at the end, so that they can be compared. */
final class Paths {

    static final String USER = "alice";

    /** Where the user's files are. */
    static final String FILES = "/remote.php/dav/files/" + USER;

    /** Where the user's chunked uploads are. */
    static final String UPLOADS = "/remote.php/dav/uploads/" + USER;

    private static final String LEGACY = "/remote.php/webdav";

    private Paths() {}

    static String ofTarget(String target) {
        int query = target.indexOf('?');
        var path = URLDecoder.decode(
                (query < 0 ? target : target.substring(0, query)).replace("+", "%2B"), StandardCharsets.UTF_8);
        var trimmed = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return trimmed.startsWith(LEGACY) ? FILES + trimmed.substring(LEGACY.length()) : trimmed;
    }

    /** Of a header that may hold a path or a URL. */
    static String ofReference(String reference) {
        int scheme = reference.indexOf("://");
        return ofTarget(scheme < 0 ? reference : reference.substring(reference.indexOf('/', scheme + 3)));
    }

    static String parent(String path) {
        return path.substring(0, path.lastIndexOf('/'));
    }

    static boolean isBelow(String path, String folder) {
        return path.startsWith(folder + "/");
    }

    static boolean isFileOrFolder(String path) {
        return isBelow(path, FILES);
    }
}
