package coffer.server.ocs;

import coffer.shares.ShareBits;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/**
 * What this server can do, in the words of the clients. A function that is not there is left out, for that is how all of
 * them understand it, with one exception: the desktop client (3.16) takes missing sharing for present sharing.
 *
 * <p>Types are part of the promise: the Android library (August 2026) and NextcloudKit (July 2026) throw everything away
 * when one member has another type, or a member is missing that they require of an object that is there.
 */
final class Capabilities {
    /** Seconds between two looks at the server; required by the Android library of {@code core}. */
    private static final int POLL_SECONDS = 60;

    /** Largest chunk of an upload that clients should send, and how many at once (desktop 3.16: of all its jobs). */
    private static final int CHUNK_BYTES_MAX = 100 * 1024 * 1024;

    private static final int CHUNKS_AT_ONCE = 5;

    private static final String COLOR = "#1f5f6b";
    private static final String TEXT_COLOR = "#ffffff";

    private Capabilities() {}

    /**
     * @param signedIn whether to tell more than what a sign-in page needs
     * @param userAgent the program that asks; empty when it does not say
     * @param passwordPolicy fills in what new passwords must be like
     */
    static OcsAnswer answer(boolean signedIn, String userAgent, Consumer<ObjectNode> passwordPolicy) {
        ObjectNode data = OcsAnswer.map();
        data.putObject("version")
                .put("major", Advertised.MAJOR)
                .put("minor", Advertised.MINOR)
                .put("micro", Advertised.MICRO)
                .put("string", Advertised.VERSION_STRING)
                .put("edition", "")
                .put("extendedSupport", false);
        ObjectNode capabilities = data.putObject("capabilities");
        if (signedIn) {
            core(capabilities.putObject("core"));
            files(capabilities.putObject("files"));
            dav(capabilities.putObject("dav"), userAgent);
            sharing(capabilities.putObject("files_sharing"));
            passwordPolicy.accept(capabilities.putObject("password_policy"));
        }
        theming(capabilities.putObject("theming"));
        return OcsAnswer.ok(data).withHeader("ETag", Fingerprint.etag(data.toString()));
    }

    private static void core(ObjectNode core) {
        core.put("pollinterval", POLL_SECONDS);
        core.put("webdav-root", "remote.php/webdav");
        core.put("mod-rewrite-working", false);
    }

    private static void files(ObjectNode files) {
        files.put("bigfilechunking", true);
        // The number is that of the interface; the second one lets the desktop client (3.14) name a type.
        files.put("locking", "1.0").put("api-feature-lock-type", true);
        files.putObject("chunked_upload").put("max_size", CHUNK_BYTES_MAX).put("max_parallel_count", CHUNKS_AT_ONCE);
        files.put("undelete", true).put("delete_from_trash", true);
        files.put("versioning", true).put("version_labeling", true).put("version_deletion", true);
        for (String character : List.of("\\", "/")) {
            files.withArray("forbidden_filename_characters").add(character);
        }
    }

    private static void dav(ObjectNode dav, String userAgent) {
        dav.put("chunking", "1.0");
        if (BulkUploadOffer.isFor(userAgent)) {
            dav.put("bulkupload", "1.0");
        }
    }

    /** Shares with accounts and groups. */
    private static void sharing(ObjectNode sharing) {
        sharing.put("api_enabled", true)
                .put("default_permissions", ShareBits.ALL)
                .put("resharing", true);
        sharing.put("group_sharing", true);
        sharing.putObject("group").put("enabled", true).putObject("expire_date").put("enabled", false);
        sharing.putObject("user")
                .put("send_mail", false)
                .putObject("expire_date")
                .put("enabled", false);
        sharing.putObject("public").put("enabled", false);
        ObjectNode federation =
                sharing.putObject("federation").put("outgoing", false).put("incoming", false);
        federation.putObject("expire_date").put("enabled", false);
        sharing.putObject("sharebymail").put("enabled", false);
        sharing.putObject("sharee").put("query_lookup_default", false).put("always_show_unique", true);
    }

    private static void theming(ObjectNode theming) {
        theming.put("name", Advertised.PRODUCT)
                .put("productName", Advertised.PRODUCT)
                .put("slogan", "")
                .put("color", COLOR)
                .put("color-text", TEXT_COLOR)
                .put("color-element", COLOR)
                .put("color-element-bright", COLOR)
                .put("color-element-dark", COLOR)
                .put("background-plain", true)
                .put("background-default", true);
    }
}
