package coffer.systemtests.replay;

import static coffer.systemtests.replay.Rule.Part.BODY;
import static coffer.systemtests.replay.Rule.Part.ERROR;
import static coffer.systemtests.replay.Rule.Part.HEADER;
import static coffer.systemtests.replay.Rule.Part.MEMBER;
import static coffer.systemtests.replay.Rule.Part.PROPERTY;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which parts of an answer the recorded clients read, how they are compared, and how we know. The status is always compared, and so is the set of
 * resources in a listing, each with the letters of its href, the asked one first.
 *
 * <p>Sources: the desktop client as of July 2022 (3.5.50, from which 3.7 came) and March 2025 (3.16.50), by source file; the libraries of
 * the Android and iOS apps as of summer 2026; rclone's {@code backend/webdav}; davfs2's {@code src/webdav.c}; neon 0.32, on which cadaver, davfs2 and
 * litmus stand. The requests by hand are compared by what the three apps read.
 */
final class WhatClientsRead {

    private static final Set<Client> ALL = EnumSet.allOf(Client.class);
    private static final Set<Client> DESKTOP = EnumSet.of(Client.DESKTOP, Client.CURL);
    private static final Set<Client> APPS = EnumSet.of(Client.CURL);
    private static final Set<Client> NEON = EnumSet.of(Client.DAVFS, Client.CADAVER, Client.LITMUS);
    private static final Set<Asked> ANYTHING = EnumSet.allOf(Asked.class);
    private static final Set<Asked> OCS = EnumSet.of(Asked.CAPABILITIES, Asked.USER, Asked.APP_PASSWORD, Asked.OCS);
    private static final Set<Asked> WRITES = EnumSet.of(Asked.UPLOAD, Asked.ASSEMBLE);

    static final List<Rule> RULES = List.of(
            // any answer
            rule(
                    ALL,
                    ANYTHING,
                    HEADER,
                    "Location",
                    How.EQUAL,
                    "a redirect where none was: desktop 3.16 abstractnetworkjob.cpp"),
            rule(
                    ALL,
                    ANYTHING,
                    HEADER,
                    "WWW-Authenticate",
                    How.SCHEME,
                    "neon ne_auth.c; desktop networkjobs.cpp DetermineAuthTypeJob"),
            rule(
                    ALL,
                    ANYTHING,
                    HEADER,
                    "Date",
                    How.PRESENT,
                    "desktop discoveryphase.cpp; iOS NextcloudKit+Upload.swift"),
            rule(
                    DESKTOP,
                    ANYTHING,
                    HEADER,
                    "OC-ErrorString, X-Nextcloud-Maintenance-Mode",
                    How.EQUAL,
                    "desktop owncloudpropagator_p.h; Android RemoteOperationResult"),
            rule(
                    ALL,
                    EnumSet.of(Asked.DOWNLOAD),
                    HEADER,
                    "Content-Encoding",
                    How.EQUAL,
                    "file content must come as it is: desktop propagatedownload.cpp; rclone object.Open"),

            // front pages
            rule(
                    DESKTOP,
                    EnumSet.of(Asked.STATUS),
                    HEADER,
                    "Content-Type, Access-Control-Allow-Origin",
                    How.EQUAL,
                    "pages of other sites ask too, and want JSON"),
            rule(
                    DESKTOP,
                    EnumSet.of(Asked.STATUS),
                    MEMBER,
                    "/installed, /maintenance, /needsDbUpgrade, /version, /versionstring, /edition, /extendedSupport",
                    How.EQUAL,
                    "desktop networkjobs.cpp CheckServerJob; Android GetStatusRemoteOperation; iOS NextcloudKit+API"),
            rule(DESKTOP, EnumSet.of(Asked.STATUS), MEMBER, "/productname", How.TYPE, "shown by iOS"),

            // OCS
            rule(DESKTOP, OCS, HEADER, "Content-Type", How.EQUAL, "tells JSON from XML: iOS NKCommon.swift"),
            rule(
                    DESKTOP,
                    OCS,
                    MEMBER,
                    "/ocs/meta/status, /ocs/meta/statuscode",
                    How.EQUAL,
                    "desktop networkjobs.cpp JsonApiJob, ocsjob.cpp; Android and iOS compare with 100 and 200"),
            rule(
                    DESKTOP,
                    OCS,
                    MEMBER,
                    "/ocs/meta/totalitems, /ocs/meta/itemsperpage",
                    How.EQUAL,
                    "both versions of the envelope are told apart by them in old clients"),
            rule(
                    DESKTOP,
                    EnumSet.of(Asked.CAPABILITIES),
                    HEADER,
                    "ETag",
                    How.PRESENT,
                    "Android sends it back and takes 304 for unchanged: GetCapabilitiesRemoteOperation"),
            rule(
                    DESKTOP,
                    EnumSet.of(Asked.CAPABILITIES),
                    MEMBER,
                    "/ocs/data/version/*",
                    How.EQUAL,
                    "all three switch functions by it: desktop account.cpp, Android MainApp, iOS NextcloudKit+Capabilities"),
            rule(
                    DESKTOP,
                    EnumSet.of(Asked.CAPABILITIES),
                    MEMBER,
                    "/ocs/data/capabilities/core/pollinterval, /ocs/data/capabilities/core/webdav-root, /ocs/data/capabilities/core/mod-rewrite-working, /ocs/data/capabilities/dav/chunking, /ocs/data/capabilities/dav/bulkupload, /ocs/data/capabilities/dav/chunkingParallelUploadDisabled, /ocs/data/capabilities/checksums/*, /ocs/data/capabilities/files/*, /ocs/data/capabilities/files_sharing/*, /ocs/data/capabilities/notifications/*, /ocs/data/capabilities/activity/*, /ocs/data/capabilities/end-to-end-encryption/*, /ocs/data/capabilities/user_status/*, /ocs/data/capabilities/systemtags/*",
                    How.EQUAL,
                    "desktop capabilities.cpp; Android GetCapabilitiesRemoteOperation; iOS NextcloudKit+Capabilities"),
            rule(
                    DESKTOP,
                    EnumSet.of(Asked.CAPABILITIES),
                    MEMBER,
                    "/ocs/data/capabilities/theming/name, /ocs/data/capabilities/theming/slogan, /ocs/data/capabilities/theming/color, /ocs/data/capabilities/theming/color-text, /ocs/data/capabilities/theming/color-element, /ocs/data/capabilities/theming/color-element-bright, /ocs/data/capabilities/theming/color-element-dark",
                    How.TYPE,
                    "shown: desktop capabilities.cpp; required by Android"),
            rule(
                    DESKTOP,
                    EnumSet.of(Asked.USER),
                    MEMBER,
                    "/ocs/data/id, /ocs/data/displayname, /ocs/data/display-name, /ocs/data/enabled, /ocs/data/groups*, /ocs/data/language, /ocs/data/quota/free, /ocs/data/quota/used, /ocs/data/quota/total, /ocs/data/quota/relative, /ocs/data/quota/quota",
                    How.EQUAL,
                    "desktop connectionvalidator.cpp, userinfo.cpp; Android GetUserInfoRemoteOperation; iOS NKUserProfile"),
            rule(
                    DESKTOP,
                    EnumSet.of(Asked.USER),
                    MEMBER,
                    "/ocs/data/email, /ocs/data/phone, /ocs/data/address, /ocs/data/website, /ocs/data/twitter, /ocs/data/organisation, /ocs/data/role, /ocs/data/headline, /ocs/data/biography, /ocs/data/profile_enabled, /ocs/data/locale, /ocs/data/backend, /ocs/data/subadmin, /ocs/data/additional_mail, /ocs/data/notify_email, /ocs/data/manager, /ocs/data/pronouns, /ocs/data/bluesky, /ocs/data/fediverse, /ocs/data/backendCapabilities/*, /ocs/data/lastLogin",
                    How.TYPE,
                    "shown or edited: Android UserInfo, iOS NKUserProfile"),
            rule(
                    DESKTOP,
                    EnumSet.of(Asked.APP_PASSWORD),
                    MEMBER,
                    "/ocs/data/apppassword",
                    How.SECRET,
                    "Android, iOS: the password that is stored"),
            rule(
                    DESKTOP,
                    EnumSet.of(Asked.OTHER),
                    MEMBER,
                    "/wipe",
                    How.EQUAL,
                    "desktop remotewipe.cpp; iOS NextcloudKit+API"),
            rule(
                    DESKTOP,
                    EnumSet.of(Asked.AVATAR),
                    HEADER,
                    "Content-Type, X-NC-IsCustomAvatar",
                    How.EQUAL,
                    "Android DisplayUtils; iOS NextcloudKit"),
            rule(DESKTOP, EnumSet.of(Asked.AVATAR), HEADER, "ETag", How.PRESENT, "Android sends it back"),

            // login flow v2
            rule(DESKTOP, EnumSet.of(Asked.FLOW), HEADER, "Content-Type", How.EQUAL, "iOS NextcloudKit+Login"),
            rule(
                    DESKTOP,
                    EnumSet.of(Asked.FLOW),
                    MEMBER,
                    "/poll/token",
                    How.TOKEN,
                    "desktop flow2auth.cpp; Android AuthenticatorActivity; iOS NextcloudKit+Login"),
            rule(DESKTOP, EnumSet.of(Asked.FLOW), MEMBER, "/poll/endpoint, /login", How.ADDRESS, "the same"),
            rule(
                    DESKTOP,
                    EnumSet.of(Asked.FLOW),
                    MEMBER,
                    "/server, /loginName, /error",
                    How.EQUAL,
                    "the same: the desktop client takes the server for its own address"),
            rule(DESKTOP, EnumSet.of(Asked.FLOW), MEMBER, "/appPassword", How.SECRET, "the same"),

            // listings
            rule(
                    ALL,
                    EnumSet.of(Asked.LISTING, Asked.MARK),
                    HEADER,
                    "Content-Type",
                    How.EQUAL,
                    "letter by letter: desktop networkjobs.cpp LsColJob; neon ne_207.c wants an XML type"),
            rule(
                    DESKTOP,
                    EnumSet.of(Asked.LISTING),
                    PROPERTY,
                    "d:resourcetype, d:getcontentlength, oc:size, oc:permissions, nc:is-encrypted, nc:is-mount-root, nc:metadata-files-live-photo, oc:dDC",
                    How.EQUAL,
                    "desktop discoveryphase.cpp propertyMapToRemoteInfo"),
            rule(
                    DESKTOP,
                    EnumSet.of(Asked.LISTING),
                    PROPERTY,
                    "oc:downloadURL, oc:data-fingerprint, oc:share-types",
                    How.EQUAL_OR_EMPTY,
                    "the same: empty is as good as none"),
            rule(DESKTOP, EnumSet.of(Asked.LISTING), PROPERTY, "d:getlastmodified", How.TIME, "the same"),
            rule(
                    DESKTOP,
                    EnumSet.of(Asked.LISTING),
                    PROPERTY,
                    "d:getetag",
                    How.TAG,
                    "the same; desktop networkjobs.cpp RequestEtagJob"),
            rule(DESKTOP, EnumSet.of(Asked.LISTING), PROPERTY, "oc:id", How.FILE_ID, "the same"),
            rule(DESKTOP, EnumSet.of(Asked.LISTING), PROPERTY, "oc:fileid", How.FILE_NUMBER, "the same"),
            rule(
                    DESKTOP,
                    EnumSet.of(Asked.LISTING),
                    PROPERTY,
                    "oc:checksums",
                    How.CHECKSUM,
                    "the same; compared before a download in checksums.cpp"),
            rule(
                    APPS,
                    EnumSet.of(Asked.LISTING),
                    PROPERTY,
                    "d:displayname, d:getcontenttype, d:quota-used-bytes, d:quota-available-bytes, d:current-user-principal, d:lockdiscovery, d:supportedlock, nc:lock, nc:lock-owner",
                    How.EQUAL,
                    "Android WebdavEntry, iOS NKDataFileXML"),
            rule(
                    EnumSet.of(Client.RCLONE),
                    EnumSet.of(Asked.LISTING),
                    PROPERTY,
                    "d:displayname, d:getcontentlength, d:resourcetype, d:getcontenttype, d:quota-available-bytes, d:quota-used-bytes",
                    How.EQUAL,
                    "rclone api/types.go"),
            rule(
                    EnumSet.of(Client.RCLONE),
                    EnumSet.of(Asked.LISTING),
                    PROPERTY,
                    "d:getlastmodified",
                    How.TIME,
                    "rclone api/types.go Time"),
            rule(
                    EnumSet.of(Client.RCLONE),
                    EnumSet.of(Asked.LISTING),
                    PROPERTY,
                    "oc:checksums",
                    How.CHECKSUM,
                    "rclone api/types.go Prop.Hashes"),
            rule(
                    NEON,
                    EnumSet.of(Asked.LISTING),
                    PROPERTY,
                    "d:displayname, d:resourcetype, d:getcontentlength, d:getcontenttype, d:quota-available-bytes, d:quota-used-bytes, {http://apache.org/dav/props/}executable, d:checked-in, d:checked-out, d:lockdiscovery, d:supportedlock",
                    How.EQUAL,
                    "davfs2 webdav.c prop_names; cadaver ls.c"),
            rule(NEON, EnumSet.of(Asked.LISTING), PROPERTY, "d:getlastmodified", How.TIME, "the same"),
            rule(NEON, EnumSet.of(Asked.LISTING), PROPERTY, "d:getetag", How.TAG, "davfs2 webdav.c"),
            rule(
                    NEON,
                    EnumSet.of(Asked.LISTING, Asked.MARK),
                    PROPERTY,
                    "{*",
                    How.EQUAL,
                    "properties of its own: cadaver propget, litmus props.c"),

            // downloads
            rule(ALL, EnumSet.of(Asked.DOWNLOAD), BODY, "", How.EQUAL, "the file"),
            rule(
                    ALL,
                    EnumSet.of(Asked.DOWNLOAD),
                    HEADER,
                    "Content-Length, Content-Range",
                    How.EQUAL,
                    "desktop propagatedownload.cpp GETFileJob; rclone; neon"),
            rule(
                    EnumSet.of(Client.DESKTOP, Client.CURL, Client.DAVFS),
                    EnumSet.of(Asked.DOWNLOAD),
                    HEADER,
                    "ETag",
                    How.TAG,
                    "desktop GETFileJob refuses an answer without; davfs2 webdav.c"),
            rule(
                    DESKTOP,
                    EnumSet.of(Asked.DOWNLOAD),
                    HEADER,
                    "OC-ETag",
                    How.TAG,
                    "desktop networkjobs.cpp getEtagFromReply prefers it"),
            rule(
                    DESKTOP,
                    EnumSet.of(Asked.DOWNLOAD, Asked.RECALCULATE),
                    HEADER,
                    "OC-Checksum",
                    How.CHECKSUM,
                    "desktop propagatedownload.cpp"),
            rule(
                    EnumSet.of(Client.CURL, Client.DAVFS),
                    EnumSet.of(Asked.DOWNLOAD),
                    HEADER,
                    "Last-Modified",
                    How.TIME,
                    "davfs2 webdav.c; iOS takes it for the date of the file"),
            rule(
                    APPS,
                    EnumSet.of(Asked.DOWNLOAD),
                    HEADER,
                    "Content-Disposition",
                    How.EQUAL,
                    "browsers and download managers that the apps hand a link to"),

            // writing
            rule(
                    DESKTOP,
                    WRITES,
                    HEADER,
                    "ETag, OC-ETag",
                    How.TAG,
                    "desktop propagateupload.cpp: what it stores must be what later listings say; Android UploadFileRemoteOperation"),
            rule(
                    DESKTOP,
                    EnumSet.of(Asked.UPLOAD, Asked.ASSEMBLE, Asked.FOLDER),
                    HEADER,
                    "OC-FileId",
                    How.FILE_ID,
                    "desktop propagateupload.cpp, propagateremotemkdir.cpp; Android; iOS"),
            rule(DESKTOP, WRITES, HEADER, "X-OC-MTime", How.EQUAL, "desktop propagateupload.cpp complains without it"),
            rule(
                    EnumSet.of(Client.DAVFS),
                    EnumSet.of(Asked.UPLOAD),
                    HEADER,
                    "ETag",
                    How.TAG,
                    "davfs2 webdav.c dav_put"),
            rule(APPS, EnumSet.of(Asked.MOVE, Asked.COPY), HEADER, "OC-FileId", How.FILE_ID, "iOS NextcloudKit+WebDAV"),
            rule(
                    DESKTOP,
                    EnumSet.of(Asked.BULK),
                    MEMBER,
                    "*/error, */permissions",
                    How.EQUAL,
                    "desktop bulkpropagatorjob.cpp, putmultifilejob.cpp"),
            rule(DESKTOP, EnumSet.of(Asked.BULK), MEMBER, "*/etag", How.TAG, "the same: it is stored"),
            rule(DESKTOP, EnumSet.of(Asked.BULK), MEMBER, "*/fileid", How.FILE_ID, "the same"),

            // errors
            rule(
                    DESKTOP,
                    ANYTHING,
                    ERROR,
                    "s:exception",
                    How.EQUAL,
                    "desktop abstractnetworkjob.cpp, owncloudpropagator_p.h; Android XMLExceptionParser"),

            // what a server offers
            rule(
                    NEON,
                    EnumSet.of(Asked.OPTIONS),
                    HEADER,
                    "DAV",
                    How.items("1", "2"),
                    "neon ne_basic.c ne_options2: classes 1 and 2"),
            rule(APPS, EnumSet.of(Asked.OPTIONS), HEADER, "DAV", How.items("1"), "gvfs, KIO"),
            rule(
                    APPS,
                    EnumSet.of(Asked.OPTIONS),
                    HEADER,
                    "Allow",
                    How.items("SEARCH"),
                    "Android SearchRemoteOperation.kt"),
            rule(APPS, EnumSet.of(Asked.OPTIONS), HEADER, "MS-Author-Via", How.EQUAL, "Windows"));

    /** Headers that no rule names, and why they may be what they are. */
    static final Map<String, String> UNREAD_HEADERS = Map.ofEntries(
            Map.entry("server", "names the software; nobody decides by it"),
            Map.entry("set-cookie", "Coffer keeps no session for these requests, and no client needs one"),
            Map.entry("content-security-policy", "for browsers; Coffer's is stricter"),
            Map.entry("referrer-policy", "for browsers"),
            Map.entry("permissions-policy", "for browsers"),
            Map.entry("feature-policy", "for browsers, and the older name of permissions-policy"),
            Map.entry("cross-origin-resource-policy", "for browsers"),
            Map.entry("cross-origin-opener-policy", "for browsers"),
            Map.entry("strict-transport-security", "for browsers"),
            Map.entry("x-content-type-options", "for browsers"),
            Map.entry("x-frame-options", "for browsers"),
            Map.entry("x-robots-tag", "for search engines"),
            Map.entry("x-permitted-cross-domain-policies", "for Flash"),
            Map.entry("x-request-id", "a number of the request for the operator"),
            Map.entry("x-debug-token", "the same"),
            Map.entry("x-user-id", "for the log of a proxy"),
            Map.entry("x-accel-buffering", "for a proxy"),
            Map.entry("cache-control", "none of these clients keeps answers beyond its own use of entity tags"),
            Map.entry("expires", "the same"),
            Map.entry("pragma", "the same"),
            Map.entry("vary", "for caches"),
            Map.entry("transfer-encoding", "framing: a length instead of chunks is as good"),
            Map.entry("connection", "framing"),
            Map.entry("content-length", "framing, but of a download"),
            Map.entry("content-encoding", "undone by every client that asked for it, but of a download"),
            Map.entry("content-type", "of answers whose body nobody reads"),
            Map.entry("accept-ranges", "clients try"),
            Map.entry("allow", "of refusals: no client tries another method"),
            Map.entry("dav", "of answers other than to OPTIONS"),
            Map.entry("ms-author-via", "of answers other than to OPTIONS"),
            Map.entry("etag", "of answers other than those above"),
            Map.entry("oc-etag", "the same"),
            Map.entry("oc-fileid", "the same"),
            Map.entry("last-modified", "the same"),
            Map.entry("content-disposition", "the same"),
            Map.entry("x-oc-mtime", "rclone asks the file's properties instead"),
            Map.entry("lock-token", "of a lock that the recorded server did not give"));

    private WhatClientsRead() {}

    /** The line in which this stands, if anybody reads it. */
    static List<Rule> rulesFor(Client client, Asked asked) {
        return RULES.stream().filter(rule -> rule.concerns(client, asked)).toList();
    }

    private static Rule rule(
            Set<Client> clients, Set<Asked> asked, Rule.Part part, String names, How how, String source) {
        return new Rule(clients, asked, part, List.of(names.split(", ", -1)), how, source);
    }
}
