package coffer.files;

import coffer.base.Checksum;
import coffer.base.FileId;
import coffer.base.FilePath;
import coffer.base.ObjectId;
import coffer.base.SpaceId;
import coffer.blobs.ContentTooLarge;
import coffer.blobs.LengthMismatch;
import coffer.blobs.Objects;
import coffer.blobs.ReceiveLimits;
import coffer.blobs.Received;
import coffer.blobs.StoredObject;
import coffer.db.Partition;
import coffer.db.Session;
import coffer.db.Transaction;
import coffer.events.EventType;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Storing content under a path. */
final class Writing {
    /** Content up to this length is received before anything is asked. */
    static final long SMALL_BYTES = Objects.INLINE_DEFAULT_BYTES;

    private static final long MICROS_PER_SECOND = 1_000_000;

    private final Changes changes;
    private final Objects objects;
    private final Making making;

    Writing(Changes changes, Objects objects, Making making) {
        this.changes = changes;
        this.objects = objects;
        this.making = making;
    }

    WriteResult write(View view, FilePath path, Upload upload, Conditions conditions) throws IOException {
        return changes.answer(WriteResult.class, subject(view, path), () -> {
            Room room =
                    isSmall(upload) ? new Room(upload.exactBytes(), 0, false) : askRoom(view, path, upload, conditions);
            Received received = receive(view, upload, room);
            boolean stored = false;
            try {
                requireAnnounced(upload.announced(), received);
                Content content = received(received.object(), meta(upload), calculated(upload, received));
                WriteResult result = store(view, path, content, conditions, view.space(), TransactionStep.NOTHING);
                stored = true;
                return result;
            } finally {
                if (!stored) {
                    objects.discard(received.object());
                }
            }
        });
    }

    /**
     * Whether receiving it is less work than asking first; the transaction asks everything again anyway, but for a length
     * that was announced apart.
     */
    private static boolean isSmall(Upload upload) {
        return upload.exactBytes() != Upload.UNKNOWN
                && upload.exactBytes() <= SMALL_BYTES
                && upload.announcedTotalBytes() <= upload.exactBytes();
    }

    private Room askRoom(View view, FilePath path, Upload upload, Conditions conditions) {
        long announcedBytes = Math.max(upload.exactBytes(), upload.announcedTotalBytes());
        return changes.ask(
                view,
                conditions,
                (session, attempt) -> room(session, attempt, path, announcedBytes, upload.makeParents()));
    }

    WriteResult attach(
            View view,
            FilePath path,
            StoredObject object,
            UploadMeta meta,
            Conditions conditions,
            SpaceId rows,
            TransactionStep also) {
        return changes.answer(
                WriteResult.class,
                subject(view, path),
                () -> store(view, path, received(object, meta, Map.of()), conditions, rows, also));
    }

    WriteResult reuse(
            View view,
            FilePath path,
            ObjectId object,
            long sizeBytes,
            UploadMeta meta,
            Conditions conditions,
            TransactionStep also) {
        Content content = new Content(object, sizeBytes, tx -> objects.keep(tx, object), meta, Map.of());
        return changes.answer(
                WriteResult.class,
                subject(view, path),
                () -> store(view, path, content, conditions, view.space(), also));
    }

    Optional<WriteResult> refusal(View view, FilePath path, long bytes, boolean makeParents, Conditions conditions) {
        try {
            changes.ask(view, conditions, (session, attempt) -> room(session, attempt, path, bytes, makeParents));
            return Optional.empty();
        } catch (Refused e) {
            return Optional.of(changes.refused(WriteResult.class, subject(view, path), e));
        }
    }

    private static Changes.Subject subject(View view, FilePath path) {
        return new Changes.Subject(EventType.FILE_WRITTEN, view, path);
    }

    /** What is stored, and what is answered with it. */
    private record Content(
            ObjectId object,
            long sizeBytes,
            Naming naming,
            UploadMeta meta,
            Map<Checksum.Algorithm, Checksum> calculated) {}

    /** Makes sure that the object is there, in the transaction that names it. */
    private interface Naming {
        void apply(Transaction tx) throws SQLException;
    }

    private Content received(StoredObject object, UploadMeta meta, Map<Checksum.Algorithm, Checksum> calculated) {
        return new Content(object.id(), object.sizeBytes(), tx -> objects.register(tx, object), meta, calculated);
    }

    /**
     * How much content may come.
     *
     * @param byQuota whether it is the quota that ends it
     */
    private record Room(long bytes, long replacedBytes, boolean byQuota) {}

    private Room room(Session session, Attempt attempt, FilePath path, long announcedBytes, boolean makeParents)
            throws SQLException {
        long replacedBytes =
                Slot.find(attempt, attempt.locate(path), makeParents).replacedBytes();
        if (announcedBytes > Files.FILE_BYTES_MAX) {
            throw new Refused(new Refusal.TooLarge(Files.FILE_BYTES_MAX));
        }
        changes.usage().requireFree(session, attempt.view(), announcedBytes - replacedBytes);
        long available = changes.usage().of(session, attempt.view()).availableBytes();
        return available == UsedQuota.UNLIMITED || available >= Files.FILE_BYTES_MAX - replacedBytes
                ? new Room(Files.FILE_BYTES_MAX, replacedBytes, false)
                : new Room(available + replacedBytes, replacedBytes, true);
    }

    private Received receive(View view, Upload upload, Room room) throws IOException {
        Set<Checksum.Algorithm> wanted = EnumSet.noneOf(Checksum.Algorithm.class);
        wanted.addAll(upload.calculate());
        if (upload.announced() != null) {
            wanted.add(upload.announced().algorithm());
        }
        try {
            return objects.receive(
                    view.space(), upload.content(), new ReceiveLimits(upload.exactBytes(), room.bytes()), wanted);
        } catch (LengthMismatch e) {
            throw new Refused(new Refusal.WrongLength(e.announcedBytes()));
        } catch (ContentTooLarge e) {
            long freeBytes = room.bytes() - room.replacedBytes();
            throw new Refused(
                    room.byQuota()
                            ? new Refusal.QuotaExceeded(freeBytes + 1, freeBytes)
                            : new Refusal.TooLarge(e.maxBytes()));
        }
    }

    private static void requireAnnounced(@Nullable Checksum announced, Received received) {
        if (announced != null) {
            Checksum actual = checksum(received, announced.algorithm());
            if (!actual.equals(announced)) {
                throw new Refused(new Refusal.WrongChecksum(announced, actual));
            }
        }
    }

    private static Map<Checksum.Algorithm, Checksum> calculated(Upload upload, Received received) {
        return upload.calculate().stream()
                .collect(Collectors.toMap(Function.identity(), algorithm -> checksum(received, algorithm)));
    }

    private static Checksum checksum(Received received, Checksum.Algorithm algorithm) {
        Checksum checksum = received.checksums().get(algorithm);
        if (checksum == null) {
            throw new IllegalStateException("no " + algorithm.wireName() + " although it was asked for");
        }
        return checksum;
    }

    private static UploadMeta meta(Upload upload) {
        return new UploadMeta(
                upload.modified(),
                upload.created(),
                upload.announced() == null ? List.of() : List.of(upload.announced()),
                upload.makeParents());
    }

    /** One transaction: asks everything again, and makes the content visible. */
    private WriteResult store(
            View view, FilePath path, Content content, Conditions conditions, SpaceId rows, TransactionStep also) {
        // The last one is the file's, the others are for collections that may be missing on the way.
        int idsWanted = content.meta.makeParents() ? Math.max(1, path.names().size()) : 1;
        List<FileId> ids = new ArrayList<>(idsWanted);
        for (int i = 0; i < idsWanted; i++) {
            ids.add(changes.nextId());
        }
        return changes.write(Partition.of(view.space(), rows), tx -> {
            Attempt attempt = changes.attempt(tx, view, conditions);
            Slot slot = Slot.find(attempt, attempt.locate(path), content.meta.makeParents());
            changes.usage().charge(tx, view, content.sizeBytes - slot.replacedBytes());
            content.naming.apply(tx);
            if (slot.replaced().isPresent()) {
                Node previous = slot.replaced().get();
                Entry entry = Entries.of(view, replace(tx, view, path, previous, content));
                also.apply(tx, entry);
                return new WriteResult.Replaced(entry, previous.etag(), content.calculated);
            }
            long parent = making.missing(tx, view, slot.lowest(), slot.lowestPath(), slot.missing(), ids);
            Entry entry = Entries.of(view, create(tx, view, path, parent, ids.getLast(), content));
            also.apply(tx, entry);
            return new WriteResult.Created(entry, content.calculated);
        });
    }

    private Node replace(Transaction tx, View view, FilePath path, Node previous, Content content) throws SQLException {
        Node file = file(previous.id(), previous.parent(), previous.name(), view, previous, content);
        Nodes.replace(tx, file, previous.etag());
        changes.retention().replaced(tx, Entries.of(view, previous));
        changes.touch(tx, file.parent(), file.sizeBytes() - previous.sizeBytes());
        changes.journal()
                .append(
                        tx,
                        Journal.ok(EventType.FILE_WRITTEN, view, path, file)
                                .changed(
                                        Journal.SIZE,
                                        Long.toString(previous.sizeBytes()),
                                        Long.toString(file.sizeBytes()))
                                .changed(
                                        Journal.ETAG,
                                        previous.etag().hex(),
                                        file.etag().hex()));
        return file;
    }

    private Node create(Transaction tx, View view, FilePath path, long parent, FileId id, Content content)
            throws SQLException {
        Node file = file(id, parent, path.name().value(), view, null, content);
        Nodes.insert(tx, file);
        changes.touch(tx, parent, file.sizeBytes());
        changes.journal()
                .append(
                        tx,
                        Journal.ok(EventType.FILE_CREATED, view, path, file)
                                .with(Journal.SIZE, Long.toString(file.sizeBytes()))
                                .with(Journal.ETAG, file.etag().hex()));
        return file;
    }

    private Node file(FileId id, long parent, String name, View view, @Nullable Node previous, Content content) {
        long nowUs = changes.nowUs();
        UploadMeta meta = content.meta;
        long createdUs = meta.created() != null
                ? FileTimes.micros(meta.created())
                : previous != null ? previous.createdUs() : nowUs;
        return new Node(
                id,
                parent,
                name,
                view.space(),
                false,
                changes.newTag(),
                content.sizeBytes,
                meta.modified() != null ? FileTimes.micros(meta.modified()) : nowUs,
                createdUs,
                uploadedUs(nowUs, previous),
                content.object,
                Entries.text(meta.checksums()),
                previous == null ? 0 : previous.propertyBytes(),
                view.actor().account());
    }

    /**
     * The contents of one file never arrive within the same second: that second names them among its versions. Whoever writes
     * more often is noted as writing later.
     */
    private static long uploadedUs(long nowUs, @Nullable Node previous) {
        return previous == null
                ? nowUs
                : Math.max(nowUs, (previous.uploadedUs() / MICROS_PER_SECOND + 1) * MICROS_PER_SECOND);
    }
}
