package coffer.server.ocs;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * To whom {@code dav.bulkupload} is announced. Bulk upload answers everybody who asks, but a client that believes in it
 * and cannot do it loses files: desktop 3.7.3 announces a body for a batch with an empty file, sends none and hangs up,
 * and every file of the batch stays behind (recorded in November 2026 against Nextcloud 32.0.1, and without a server
 * between). 3.16.7 knows the capability and sends PUTs all the same. So it is for desktop clients from 3.8 on; whoever
 * does not say what it is gets by with PUT.
 */
final class BulkUploadOffer {
    /** The token that every build of the desktop client carries: {@code mirall/3.16.7-1~deb13u1}. */
    private static final Pattern DESKTOP = Pattern.compile("\\bmirall/([0-9]{1,4})\\.([0-9]{1,4})(?![0-9])");

    private static final int FIRST_MAJOR = 3;
    private static final int FIRST_MINOR = 8;

    private BulkUploadOffer() {}

    /** Whether a client that names itself so is known to work with it. */
    static boolean isFor(String userAgent) {
        Matcher version = DESKTOP.matcher(userAgent);
        if (!version.find()) {
            return false;
        }
        int major = Integer.parseInt(version.group(1));
        int minor = Integer.parseInt(version.group(2));
        return major > FIRST_MAJOR || (major == FIRST_MAJOR && minor >= FIRST_MINOR);
    }
}
