package coffer.systemtests.replay;

import java.util.List;

/**
 * Where Coffer answers otherwise than the recorded server on purpose. A line that no longer is needed in one of its sessions fails that
 * session, so that the table stays true.
 */
final class WantedDifferences {

    private static final String FRONT = "curl-7.88.1/01-status-capabilities";
    private static final String USER = "curl-7.88.1/04-user";
    private static final String CADAVER_LOCK = "cadaver-0.24/03-lock-unlock";
    private static final String LOCK = "curl-7.88.1/18-lock";
    private static final String CHUNKS = "curl-7.88.1/17-chunked-upload-v2";
    private static final String CONDITIONS = "curl-7.88.1/22-conditional-and-ranges";
    private static final String SUMS = "curl-7.88.1/23-checksum-and-same-second-writes";

    static final List<Wanted> LIST = List.of(
            // Functions that are not there yet: a capability that is left out is how clients understand that. Links,
            // mail
            // and federation alone are denied in so many words,
            // because the desktop client takes their absence for their presence.
            capability(
                    "core/mod-rewrite-working",
                    "links are told in the form that works behind every proxy, with /index.php"),
            capability("activity/*", "no list of activities yet"),
            capability("end-to-end-encryption/*", "no end-to-end encryption yet"),
            capability("files/$comment", "a note to developers"),
            capability("files/comments", "no comments yet"),
            capability("files/directEditing/*", "no editors on the server"),
            capability("files/locking", "the recorded server had no files_lock"),
            capability("files/api-feature-lock-type", "the same"),
            capability("files/file_conversions", "no conversions; an empty list is none"),
            capability(
                    "files/blacklisted_files/*",
                    "no web server that obeys .htaccess stands on the files, so that the name is free"),
            capability("files/forbidden_filenames/*", "the same"),
            capability("files/forbidden_filename_basenames", "an empty list is none"),
            capability(
                    "files/forbidden_filename_extensions/*",
                    "uploads are not kept beside the files, so that their endings are free"),
            capability("files/windows_compatible_filenames", "false is absent to all who ask"),
            capability("files_sharing/*", "shares with accounts and groups; no links, mail and federation yet"),
            capability("notifications/*", "no notifications yet"),
            capability("systemtags/*", "no tags yet"),
            capability("user_status/*", "people's status is not offered"),
            new Wanted(
                    "nextcloudcmd-3.7.3/*",
                    "GET /ocs/v1.php/cloud/capabilities*",
                    "member /ocs/data/capabilities/dav/bulkupload",
                    "desktop 3.7.3 cannot upload an empty file to a server that offers it"),
            // People's status is not offered: the calls do not exist, which is code 998. The desktop client looks at
            // HTTP 404, and its capability is left out.
            new Wanted("*", "GET /ocs/v2.php/apps/user_status*", "*", "people's status is not offered"),
            new Wanted("*", "PUT /ocs/v2.php/apps/user_status*", "*", "the same"),
            // The same capabilities in XML, of which the recording shows the first half
            capabilityInXml(
                    "core/mod-rewrite-working",
                    "links are told in the form that works behind every proxy, with /index.php"),
            capabilityInXml("activity/*", "no list of activities yet"),
            capabilityInXml("files/comments", "no comments yet"),
            capabilityInXml("files/directEditing/*", "no editors on the server"),
            capabilityInXml("files/file_conversions", "no conversions; an empty list is none"),
            capabilityInXml(
                    "files/blacklisted_files",
                    "no web server that obeys .htaccess stands on the files, so that the name is free"),
            capabilityInXml("files/forbidden_filenames", "the same"),
            capabilityInXml("files/forbidden_filename_basenames", "an empty list is none"),
            capabilityInXml(
                    "files/forbidden_filename_extensions",
                    "uploads are not kept beside the files, so that their endings are free"),
            capabilityInXml("files/windows_compatible_filenames", "false is absent to all who ask"),
            // Sign-in
            new Wanted(
                    "davfs2-1.6.1/*",
                    "001",
                    "status",
                    "OPTIONS tells everybody, because Microsoft Office asks without credentials"),
            new Wanted(
                    "cadaver-0.24/*",
                    "001",
                    "status",
                    "OPTIONS tells everybody, because Microsoft Office asks without credentials"),
            new Wanted(
                    FRONT,
                    "006",
                    "status",
                    "Basic credentials need no OCS-APIRequest: a foreign page is refused by its Origin"),
            new Wanted(FRONT, "007", "status", "the same"),
            new Wanted(FRONT, "008", "header WWW-Authenticate", "RFC 9110 § 11.6.1: each 401 holds a challenge"),
            new Wanted(FRONT, "009", "header WWW-Authenticate", "the same"),
            new Wanted(FRONT, "020", "status", "somebody else's files do not exist"),
            new Wanted(
                    USER,
                    "004",
                    "member /ocs/meta/statuscode",
                    "an account that one may not see answers as one that does not exist"),
            // Calls that are not offered
            new Wanted(FRONT, "019", "status", "no calendars"),
            new Wanted(USER, "009", "status", "no menu of applications"),
            new Wanted(USER, "015", "status", "cards about other people come with sharing"),
            new Wanted(USER, "016", "status", "no news about the server for users"),
            new Wanted(USER, "017", "status", "no dashboard"),
            new Wanted(USER, "018", "status", "no web interface that asks it"),
            new Wanted(USER, "019", "status", "no editors on the server"),
            new Wanted(USER, "022", "status", "no templates"),
            // Locks: the recorded server had none; Coffer has those of RFC 4918, class 2.
            new Wanted("davfs2-1.6.1/*", "002", "header DAV", "class 2"),
            new Wanted("cadaver-0.24/*", "002", "header DAV", "class 2"),
            new Wanted("litmus-0.13/03-locks", "004", "header DAV", "class 2"),
            new Wanted(CADAVER_LOCK, "005", "status", "locked"),
            new Wanted(CADAVER_LOCK, "006", "property d:lockdiscovery*", "the lock is told"),
            new Wanted(CADAVER_LOCK, "008", "status", "the client made up the token, because it was given none"),
            new Wanted(LOCK, "001", "status", "locked"),
            new Wanted(LOCK, "002", "status", "a lock that people see, as the application files_lock has them"),
            new Wanted(LOCK, "003", "status", "the token is made up"),
            new Wanted(LOCK, "004", "status", "the lock of the first request stands"),
            new Wanted(LOCK, "005", "property d:lockdiscovery*", "the lock is told"),
            new Wanted(LOCK, "005", "property d:supportedlock*", "class 2"),
            new Wanted(LOCK, "005", "property nc:lock*", "the lock that people see is told"),
            // Listings
            new Wanted(FRONT, "015", "property d:quota*", "RFC 4331 §§ 3 and 4: not in an answer to allprop"),
            new Wanted(
                    CONDITIONS,
                    "028",
                    "status",
                    "RFC 4918 § 9.1.1: depth infinity is refused unless the operator allows it; no client sends it"),
            new Wanted(
                    "rclone-1.60.1/08-server-copy",
                    "006",
                    "property oc:checksums*",
                    "the copy has the same content, so that the sum of the original is true of it"),
            new Wanted(
                    "rclone-1.60.1/12-big-upload",
                    "004",
                    "property d:getcontenttype*",
                    "the registered type of unknown bytes; rclone shows it"),
            // Downloads
            new Wanted(
                    "rclone-1.60.1/05-copy-down",
                    "006",
                    "header Content-Encoding",
                    "nothing is coded, where the recorded proxy coded an empty file"),
            new Wanted("rclone-1.60.1/05-copy-down", "006", "header Content-Length", "and its length is told"),
            // Writes: what is wrong is refused before anything is stored.
            new Wanted(
                    "curl-7.88.1/16-bulk-upload",
                    "003",
                    "member //nosuchfolder/bulk1.txt/*",
                    "the missing folder is made, as the desktop client expects from 3.8 on"),
            new Wanted(
                    CHUNKS,
                    "015",
                    "status",
                    "two faults: the length does not match (400) and neither does the tag (412). RFC 9110 § 13.2.1: a condition does not count where the request fails without it"),
            new Wanted(
                    CHUNKS,
                    "017",
                    "status",
                    "a chunk of an unknown upload is 404, at which the desktop client begins anew"),
            new Wanted(CONDITIONS, "005", "status", "a wrong OC-Checksum is refused; the recorded server stores it"),
            new Wanted(CONDITIONS, "006", "status", "a time that is none is the client's fault, 400"),
            new Wanted(CONDITIONS, "007", "status", "the same; the recorded server says 500 and stores the content"),
            new Wanted(
                    CONDITIONS, "023", "status", "the name is free: no web server that obeys it stands on the files"),
            new Wanted(
                    CONDITIONS,
                    "024",
                    "error s:exception",
                    "the name of the class that the Android library understands too"),
            new Wanted(
                    CONDITIONS, "025", "status", "names may have 255 bytes; the recorded server takes 250 characters"),
            new Wanted(
                    CONDITIONS, "027", "status", "a PATCH that does not say what it wants is the client's fault, 400"),
            new Wanted(
                    CONDITIONS,
                    "029",
                    "property d:getetag*",
                    "a copy is a file of its own, with a tag of its own; the recorded one has that of the original"),
            new Wanted(
                    SUMS,
                    "002",
                    "header ETag",
                    "a new content has a new tag, also within the same second; with the recorded one a change is lost"),
            new Wanted(SUMS, "004", "status", "a wrong OC-Checksum is refused"),
            new Wanted(SUMS, "005", "body", "the content before the refused one stays"),
            new Wanted(SUMS, "005", "header *", "the same"),
            new Wanted(SUMS, "006", "property *", "the same"));

    private WantedDifferences() {}

    /** Those that must be met in a session. */
    static List<Wanted> of(Recording recording) {
        return LIST.stream().filter(wanted -> wanted.concerns(recording)).toList();
    }

    /** In every session in which a client asks for all of them. */
    private static Wanted capability(String path, String reason) {
        return new Wanted("*", "GET /ocs/v1.php/cloud/capabilities*", "member /ocs/data/capabilities/" + path, reason);
    }

    /** In the one answer that was asked for in XML. */
    private static Wanted capabilityInXml(String path, String reason) {
        return new Wanted(FRONT, "005", "member /ocs/data/capabilities/" + path, reason);
    }
}
