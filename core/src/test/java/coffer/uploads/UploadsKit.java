package coffer.uploads;

import coffer.base.FileName;
import coffer.base.FilePath;
import coffer.base.ObjectId;
import coffer.blobs.ObjectSweeper;
import coffer.blobs.SweepPolicy;
import coffer.db.Ids;
import coffer.db.StoreContract;
import coffer.files.Files;
import coffer.files.TreeKit;
import coffer.files.View;
import coffer.files.WriteGuard;
import coffer.files.WriteResult;
import coffer.testkit.TurnedClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** What contracts of uploads start from: the empty homes of two accounts, and uploads into the first. */
abstract class UploadsKit extends StoreContract {
    static final FileName TRANSFER = new FileName("3042917261");

    final TurnedClock clock = new TurnedClock(Instant.now());
    TreeKit tree;
    Uploads uploads;
    View anna;
    View other;

    @BeforeEach
    final void openUploads() {
        tree = new TreeKit(database, directory, clock, guard());
        uploads = new Uploads(database, new Ids(database), tree.objects, tree.files, tree.events, clock);
        anna = tree.home(1);
        other = tree.home(2);
    }

    /** Overridden where something happens beside an assembling. */
    WriteGuard guard() {
        return WriteGuard.NONE;
    }

    final BeginResult begin() {
        return uploads.begin(anna, TRANSFER, Announced.NOTHING);
    }

    final ChunkResult put(String chunk, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return put(chunk, bytes, bytes.length, Announced.NOTHING);
    }

    final ChunkResult put(String chunk, byte[] content, long exactBytes, Announced announced) {
        try {
            return uploads.putChunk(
                    anna, TRANSFER, new FileName(chunk), new ByteArrayInputStream(content), exactBytes, announced);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    final AssembleResult assemble(String destination) {
        return assemble(destination, Assembly.PLAIN);
    }

    final AssembleResult assemble(String destination, Assembly assembly) {
        return uploads.assemble(anna, TRANSFER, path(destination), assembly);
    }

    /** What the tree has answered. */
    static WriteResult answer(AssembleResult result) {
        if (result instanceof AssembleResult.Answered(WriteResult answer)) {
            return answer;
        }
        throw new AssertionError("not answered by the tree: " + result);
    }

    static FilePath path(String text) {
        return TreeKit.path(text);
    }

    /** The chunks of the upload, as {@code name:size}, in their order. */
    final List<String> chunks() {
        return uploads.state(anna, TRANSFER).orElseThrow().chunks().stream()
                .map(chunk -> chunk.name() + ":" + chunk.sizeBytes())
                .toList();
    }

    final long count(String table) {
        return database.read(session -> session.one("SELECT count(*) FROM " + table, row -> row.getLong(1)))
                .orElseThrow();
    }

    /** The objects that lie in the store, and not in the database. */
    final List<ObjectId> stored() {
        return tree.disk.stored();
    }

    /** Everything that a server does in the background within some days. */
    final void letDaysPass() {
        ObjectSweeper sweeper = new ObjectSweeper(
                database,
                tree.objects,
                List.of(Files.references(), Uploads.references()),
                clock,
                SweepPolicy.standard(Instant.EPOCH));
        for (int day = 0; day < 5; day++) {
            clock.turn(Duration.ofDays(1));
            uploads.expire();
            tree.sweepAll();
            sweeper.sweep();
        }
    }
}
