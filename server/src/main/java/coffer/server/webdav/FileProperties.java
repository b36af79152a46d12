package coffer.server.webdav;

import coffer.base.Checksum;
import coffer.files.Entry;
import coffer.files.FileTimes;
import coffer.files.Grant;
import coffer.files.PropertyChange;
import coffer.files.Right;
import coffer.locks.ActiveLock;
import coffer.locks.FileLock;
import coffer.server.webdav.LiveProperty.Value;
import coffer.shares.ShareMarks;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The live properties of files and collections: those of RFC 4918 and RFC 4331, and those the sync clients ask for. What
 * is empty, what is a number, and what answers 404 follows the Nextcloud server 32.0.1 as recorded: the Android client
 * fails on an empty element where it expects a number.
 */
final class FileProperties {

    static final XmlName LOCKDISCOVERY = XmlName.dav("lockdiscovery");

    /** What clients ask of the locks that people see. A file without one has none of them. */
    static final List<XmlName> FILE_LOCK = Stream.of(
                    "lock",
                    "lock-owner-type",
                    "lock-owner",
                    "lock-owner-displayname",
                    "lock-owner-editor",
                    "lock-time",
                    "lock-timeout",
                    "lock-token")
            .map(XmlName::nc)
            .toList();

    private static final XmlName LAST_MODIFIED = XmlName.dav("lastmodified");
    private static final XmlName CREATION_DATE = XmlName.dav("creationdate");
    private static final XmlName CREATION_TIME = XmlName.nc("creation_time");

    /** Ids with fewer digits begin with zeros. */
    private static final int ID_DIGITS = 8;

    private static final byte[] QUOTE = XmlBuffer.bytes("&quot;");
    private static final byte[] COLLECTION = XmlBuffer.bytes("<d:collection/>");
    private static final byte[] SUPPORTED_LOCKS = XmlBuffer.bytes(
            "<d:lockentry><d:lockscope><d:exclusive/></d:lockscope><d:locktype><d:write/></d:locktype></d:lockentry>"
                    + "<d:lockentry><d:lockscope><d:shared/></d:lockscope><d:locktype><d:write/></d:locktype></d:lockentry>");

    private static final Value<FileResource> ZERO = (_, out) -> out.raw('0');
    private static final Value<FileResource> FALSE = (_, out) -> out.raw("false");

    private FileProperties() {}

    static final PropertyTable<FileResource> TABLE = new PropertyTable<>(List.of(
            dav("getlastmodified", (r, out) -> out.raw(HttpDate.bytes(r.entry().modified())))
                    .inUsualAnswer(),
            dav("getcontentlength", (r, out) -> out.number(r.entry().sizeBytes()))
                    .inUsualAnswer()
                    .onlyIf(FileResource::file),
            dav("resourcetype", (r, out) -> out.raw(r.collection() ? COLLECTION : new byte[0]))
                    .inUsualAnswer(),
            dav("getetag", (r, out) -> out.raw(QUOTE)
                            .hex(r.entry().etag().value())
                            .raw(QUOTE))
                    .inUsualAnswer(),
            dav("getcontenttype", (r, out) -> out.text(MediaTypes.ofName(name(r))))
                    .inUsualAnswer()
                    .onlyIf(FileResource::file),
            dav("creationdate", (r, out) -> out.raw(HttpDate.formatIso(r.entry().created())))
                    .inUsualAnswer(),
            dav("displayname", (r, out) -> out.text(name(r))).inUsualAnswer(),
            dav("supportedlock", (_, out) -> out.raw(SUPPORTED_LOCKS)).inUsualAnswer(),
            dav("lockdiscovery", FileProperties::writeLocks).inUsualAnswer().passingValue(),
            dav(
                            "quota-used-bytes",
                            (r, out) -> out.number(r.listing().quota().get().usedBytes()))
                    .onlyIf(FileResource::collection)
                    .passingValue(),
            dav(
                            "quota-available-bytes",
                            (r, out) -> out.number(r.listing().quota().get().availableBytes()))
                    .onlyIf(FileResource::collection)
                    .passingValue(),
            dav("current-user-principal", (r, out) -> out.raw("<d:href>")
                    .raw(r.listing().principalHref())
                    .raw("</d:href>")),
            oc("id", (r, out) -> out.number(r.entry().id().value(), ID_DIGITS)
                    .raw(r.listing().instanceId())),
            oc("fileid", (r, out) -> out.number(r.entry().id().value())),
            oc("permissions", (r, out) -> out.raw(letters(r.entry()))),
            oc("size", (r, out) -> out.number(r.entry().sizeBytes())),
            oc("owner-id", (r, out) -> out.text(r.listing().ownerUid())),
            oc(
                            "owner-display-name",
                            (r, out) -> out.text(r.listing().ownerDisplayName().get()))
                    .passingValue(),
            oc("checksums", FileProperties::writeChecksums)
                    .onlyIf(r -> !r.entry().checksums().isEmpty()),
            oc("favorite", ZERO),
            oc("comments-unread", ZERO),
            oc("share-types", FileProperties::writeShareTypes),
            oc("data-fingerprint", (r, out) -> {
                if (r.entry().parent() == null && !r.entry().mountRoot()) {
                    out.text(r.listing().identity().dataFingerprint());
                }
            }),
            nc("has-preview", FALSE),
            nc("mount-type", (r, out) -> out.raw(r.received() ? "shared" : "")),
            nc("is-mount-root", (r, out) -> out.raw(r.entry().mountRoot() ? "true" : "false")),
            nc("is-encrypted", ZERO).onlyIf(FileResource::collection),
            nc("sharees", FileProperties::writeSharees).passingValue(),
            nc("note", (r, out) -> out.text(r.mark().note()))
                    .onlyIf(r -> !r.mark().note().isEmpty()),
            nc("creation_time", (r, out) -> out.number(r.entry().created().getEpochSecond())),
            nc("upload_time", (r, out) -> out.number(r.entry().uploaded().getEpochSecond()))
                    .onlyIf(FileResource::file),
            lock("lock", (_, out) -> out.raw('1')),
            lock("lock-owner-type", (lock, out) -> out.number(lock.type().number())),
            lock("lock-owner", (lock, out) -> out.text(lock.holder().uid())),
            lock("lock-owner-displayname", (lock, out) -> out.text(lock.shownName())),
            lock("lock-owner-editor", (lock, out) -> out.text(FileLockXml.editor(lock)))
                    .onlyIf(FileResource::lockedByEditor),
            lock("lock-time", (lock, out) -> out.number(lock.created().getEpochSecond())),
            lock("lock-timeout", (lock, out) -> out.number(lock.timeoutSeconds())),
            lock("lock-token", (lock, out) -> out.text(lock.token())),
            LiveProperty.<FileResource>of(
                    new XmlName(XmlName.OCS, "share-permissions"), (r, out) -> out.number(shareBits(r.entry()))),
            LiveProperty.<FileResource>of(
                    new XmlName(XmlName.OCM, "share-permissions"), (r, out) -> out.text(shareWords(r.entry())))));

    /** What is asked of shares; whoever asks for one of them mostly asks for the others. */
    static final List<XmlName> SHARING = List.of(XmlName.oc("share-types"), XmlName.nc("sharees"), XmlName.nc("note"));

    private static LiveProperty<FileResource> dav(String local, Value<FileResource> value) {
        return LiveProperty.of(XmlName.dav(local), value);
    }

    private static LiveProperty<FileResource> oc(String local, Value<FileResource> value) {
        return LiveProperty.of(XmlName.oc(local), value);
    }

    private static LiveProperty<FileResource> nc(String local, Value<FileResource> value) {
        return LiveProperty.of(XmlName.nc(local), value);
    }

    /**
     * A property of the lock that people see. It counts as one that only changes of the space change, so that listings with
     * it are kept: the desktop client asks for it each time. Accepted: a kept listing may show a lock whose time is over
     * until its row is removed, about a minute later, which renews the entity tags too.
     */
    private static LiveProperty<FileResource> lock(String local, Value<FileLock> value) {
        return nc(local, (r, out) -> value.write(Objects.requireNonNull(r.fileLock()), out))
                .onlyIf(FileResource::locked);
    }

    private static String name(FileResource r) {
        return r.entry().name() == null
                ? r.listing().rootName()
                : r.entry().name().value();
    }

    /** The long form of a file's id, for {@code oc:id} and {@code OC-FileId}: clients key their databases on it. */
    static String fileId(Entry entry, String instanceId) {
        String digits = Long.toString(entry.id().value());
        return "0".repeat(Math.max(0, ID_DIGITS - digits.length())) + digits + instanceId;
    }

    /**
     * Rights in the letters of the sync clients, in the order they have always had. {@code S} and {@code M} stand on what was received,
     * {@code W} on files only, {@code CK} on collections only. What was received itself can always be left and renamed.
     */
    static String letters(Entry entry) {
        boolean received = entry.grant().kind() == Grant.Kind.RECEIVED;
        StringBuilder letters = new StringBuilder(10);
        letters.append(received ? "S" : "");
        letters.append(entry.may(Right.SHARE) ? "R" : "");
        letters.append(received ? "M" : "");
        letters.append(entry.may(Right.READ) ? "G" : "");
        letters.append(entry.may(Right.DELETE) || entry.mountRoot() ? "D" : "");
        letters.append(entry.may(Right.UPDATE) || entry.mountRoot() ? "NV" : "");
        if (entry.collection()) {
            letters.append(entry.may(Right.CREATE) ? "CK" : "");
        } else {
            letters.append(entry.may(Right.UPDATE) ? "W" : "");
        }
        return letters.toString();
    }

    /** The permission bits of a share of this node; a shared file can be neither added to nor removed. */
    private static long shareBits(Entry entry) {
        long bits = 0;
        bits += entry.may(Right.READ) ? 1 : 0;
        bits += entry.may(Right.UPDATE) ? 2 : 0;
        bits += entry.collection() && entry.may(Right.CREATE) ? 4 : 0;
        bits += entry.collection() && entry.may(Right.DELETE) ? 8 : 0;
        bits += entry.may(Right.SHARE) ? 16 : 0;
        return bits;
    }

    private static String shareWords(Entry entry) {
        StringBuilder words = new StringBuilder();
        words.append(entry.may(Right.SHARE) ? ",\"share\"" : "");
        words.append(entry.may(Right.READ) ? ",\"read\"" : "");
        words.append(entry.may(Right.UPDATE) || entry.may(Right.CREATE) ? ",\"write\"" : "");
        return "[" + (words.isEmpty() ? "" : words.substring(1)) + "]";
    }

    /** All sums in one element, separated by blanks: the desktop client picks the best of that one. */
    private static void writeChecksums(FileResource r, XmlBuffer out) throws IOException {
        out.raw("<oc:checksum>");
        String separator = "";
        for (Checksum checksum : r.entry().checksums()) {
            out.raw(separator).raw(checksum.toString());
            separator = " ";
        }
        out.raw("</oc:checksum>");
    }

    private static void writeShareTypes(FileResource r, XmlBuffer out) throws IOException {
        for (int kind : r.mark().kinds()) {
            out.raw("<oc:share-type>").number(kind).raw("</oc:share-type>");
        }
    }

    private static void writeSharees(FileResource r, XmlBuffer out) throws IOException {
        for (ShareMarks.With with : r.mark().with()) {
            out.raw("<nc:sharee><nc:id>").text(with.id());
            out.raw("</nc:id><nc:display-name>").text(with.displayName());
            out.raw("</nc:display-name><nc:type>").number(with.kind().number()).raw("</nc:type></nc:sharee>");
        }
    }

    private static void writeLocks(FileResource r, XmlBuffer out) throws IOException {
        for (ActiveLock lock : r.locks()) {
            LockXml.activeLock(lock, r.entry(), r.listing(), out);
        }
    }

    /** What one instruction of a client means for the tree. */
    static PropertyChange change(ProppatchBody.Instruction instruction) {
        XmlName name = instruction.name();
        return switch (instruction) {
            case ProppatchBody.Instruction.Set set -> set(name, set);
            case ProppatchBody.Instruction.Remove _ ->
                PropertyTable.storable(name)
                        ? new PropertyChange.RemoveDead(name.namespace(), name.local())
                        : new PropertyChange.Protected(name.namespace(), name.local());
        };
    }

    private static PropertyChange set(XmlName name, ProppatchBody.Instruction.Set set) {
        String text = set.value().text().strip();
        if (name.equals(LAST_MODIFIED)) {
            // rclone 1.60 sets times with this name, which is not that of the property that shows them.
            return time(name, unixSeconds(text).map(PropertyChange.SetModified::new));
        }
        if (name.equals(CREATION_TIME)) {
            return time(name, unixSeconds(text).map(PropertyChange.SetCreated::new));
        }
        if (name.equals(CREATION_DATE)) {
            return time(name, isoTime(text).or(() -> unixSeconds(text)).map(PropertyChange.SetCreated::new));
        }
        if (!PropertyTable.storable(name)) {
            return new PropertyChange.Protected(name.namespace(), name.local());
        }
        DeadValue value = new DeadValue(set.value().xml(), set.language());
        return value.hasLanguageTag()
                ? new PropertyChange.SetDead(
                        new coffer.files.DeadProperty(name.namespace(), name.local(), value.stored()))
                : new PropertyChange.Unreadable(name.namespace(), name.local());
    }

    private static PropertyChange time(XmlName name, Optional<? extends PropertyChange> change) {
        return change.isPresent() ? change.get() : new PropertyChange.Unreadable(name.namespace(), name.local());
    }

    private static Optional<Instant> unixSeconds(String text) {
        return UnixTime.parse(text).filter(FileTimes::storable);
    }

    private static Optional<Instant> isoTime(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant()).filter(FileTimes::storable);
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
