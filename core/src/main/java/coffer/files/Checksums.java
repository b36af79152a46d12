package coffer.files;

import coffer.base.Checksum;
import coffer.base.FilePath;
import coffer.base.ObjectId;
import coffer.blobs.ObjectReader;
import coffer.blobs.Objects;
import coffer.events.EventType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Calculating checksums of what is stored. */
final class Checksums {
    private final Changes changes;
    private final Objects objects;

    Checksums(Changes changes, Objects objects) {
        this.changes = changes;
        this.objects = objects;
    }

    ChecksumResult recalculate(View view, FilePath path, Checksum.Algorithm algorithm) throws IOException {
        Changes.Subject subject = new Changes.Subject(EventType.FILE_CHECKSUM_ADDED, view, path);
        return changes.answer(ChecksumResult.class, subject, () -> {
            Node file = changes.ask(view, Conditions.NONE, (_, attempt) -> {
                Node node = attempt.existing(attempt.locate(path));
                attempt.allowed(Right.UPDATE, node);
                return node;
            });
            ObjectId object = file.object();
            if (object == null) {
                throw new Refused(new Refusal.IsCollection());
            }
            Checksum checksum = calculate(object, algorithm);
            return new ChecksumResult.Calculated(Entries.of(view, store(view, path, file, object, checksum)), checksum);
        });
    }

    private Checksum calculate(ObjectId object, Checksum.Algorithm algorithm) throws IOException {
        ChecksumStream sink = new ChecksumStream(algorithm);
        try (ObjectReader reader = objects.open(object)) {
            reader.transfer(0, reader.sizeBytes(), sink);
        }
        return sink.checksum();
    }

    /** The file with the checksum; as it was when its content is another one by now. */
    private Node store(View view, FilePath path, Node file, ObjectId object, Checksum checksum) {
        return changes.commit(view, Conditions.NONE, (tx, _) -> {
            Optional<Node> current = Nodes.byId(tx, file.id()).filter(node -> object.equals(node.object()));
            if (current.isEmpty()) {
                return file;
            }
            List<Checksum> all = new ArrayList<>(Entries.checksums(current.get().checksums()));
            all.add(checksum);
            Node with = current.get().withChecksums(Entries.text(all));
            if (!with.equals(current.get())) {
                Nodes.checksums(tx, with);
                changes.journal()
                        .append(
                                tx,
                                Journal.ok(EventType.FILE_CHECKSUM_ADDED, view, path, with)
                                        .with("checksum", checksum.toString()));
            }
            return with;
        });
    }
}
