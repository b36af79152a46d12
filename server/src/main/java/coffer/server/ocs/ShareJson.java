package coffer.server.ocs;

import coffer.files.Entry;
import coffer.files.View;
import coffer.shares.SeenShare;
import coffer.shares.Share;
import coffer.shares.ShareBits;
import coffer.shares.ShareKind;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** A share in the form of the clients. Ids are text with digits that fit 31 bits: the Android library parses an integer. */
final class ShareJson {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd 00:00:00");

    private final Function<String, String> mediaTypes;

    /** @param mediaTypes of files by their names */
    ShareJson(Function<String, String> mediaTypes) {
        this.mediaTypes = mediaTypes;
    }

    /** @param zone where whoever asks is: a share ends when a day begins there */
    ObjectNode share(View home, SeenShare seen, ZoneId zone) {
        Share share = seen.share();
        Entry entry = seen.entry();
        ObjectNode json = OcsAnswer.map()
                .put("id", Integer.toString(share.id()))
                .put("share_type", share.kind().number())
                .put("uid_owner", seen.sharer().uid())
                .put("displayname_owner", seen.sharer().displayName())
                .put("permissions", share.bits())
                .put("can_edit", seen.mayEdit())
                .put("can_delete", seen.mayEnd())
                .put("stime", share.created().getEpochSecond())
                .putNull("parent");
        Instant expires = share.expires();
        json.put("expiration", expires == null ? null : DAY.format(expires.atZone(zone)));
        json.put("token", share.token());
        json.put("uid_file_owner", seen.owner().uid())
                .put("displayname_file_owner", seen.owner().displayName())
                .put("note", share.note())
                .put("label", share.label())
                .put("path", seen.path().toString());
        item(json, home, seen, entry);
        json.put("share_with", share.kind() == ShareKind.LINK ? null : seen.recipient())
                .put("share_with_displayname", seen.recipientName());
        if (share.kind() == ShareKind.USER) {
            json.put("share_with_displayname_unique", seen.recipient());
        }
        json.put("mail_send", 0)
                .put("hide_download", share.hideDownload() ? 1 : 0)
                .put("attributes", share.attributes().isEmpty() ? null : share.attributes());
        json.putArray("tags");
        Instant left = seen.left();
        if (left != null) {
            json.put("left_since", left.getEpochSecond());
        }
        return json;
    }

    private void item(ObjectNode json, View home, SeenShare seen, Entry entry) {
        Share share = seen.share();
        String name =
                seen.path().isRoot() ? share.name().value() : seen.path().name().value();
        boolean received = entry.grant().kind() != coffer.files.Grant.Kind.OWN;
        json.put("item_type", entry.collection() ? "folder" : "file")
                .put("item_permissions", ShareBits.of(entry.rights()))
                .put("is-mount-root", entry.mountRoot())
                .put("mount-type", received ? "shared" : "")
                .put("mimetype", entry.collection() ? "httpd/unix-directory" : mediaTypes.apply(name))
                .put("has_preview", false)
                .put(
                        "storage_id",
                        received
                                ? "shared::" + seen.path()
                                : "home::" + seen.owner().uid())
                .put("storage", share.space().value())
                .put("item_source", share.node().value())
                .put("file_source", share.node().value())
                .put(
                        "file_parent",
                        entry.parent() == null
                                ? home.root().value()
                                : entry.parent().value())
                .put("file_target", seen.target().toString())
                .put("item_size", entry.sizeBytes())
                .put("item_mtime", entry.modified().getEpochSecond());
    }
}
