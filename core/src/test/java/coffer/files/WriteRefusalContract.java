package coffer.files;

import static coffer.files.TreeKit.making;
import static coffer.files.TreeKit.path;
import static coffer.files.TreeKit.stream;
import static coffer.files.TreeKit.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.Checksum;
import coffer.base.FilePath;
import coffer.base.ObjectId;
import coffer.testkit.BrokenStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Writing content: what is refused, what a refusal leaves, and who wins. */
abstract class WriteRefusalContract extends TreeContract {
    /** The shortest content that is not received before it is known whether it may be stored. */
    private static final long LARGE = Writing.SMALL_BYTES + 1;

    private static final String SHA1_OF_HELLO = "SHA1:aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d";

    @Test
    void withoutTheParentNothingIsReadAndNothingIsStored() throws IOException {
        WatchedStream body = new WatchedStream();
        WriteResult result = files.write(anna, path("no/file"), Upload.of(body, LARGE), Conditions.NONE);
        assertThat(result).isEqualTo(new Refusal.NoParent());
        assertThat(body.wasRead()).isFalse();
    }

    /** Asking first would cost more than receiving it; the transaction refuses it all the same. */
    @Test
    void littleContentIsReadBeforeItIsRefusedAndNothingIsStored() throws IOException {
        byte[] little = new byte[(int) Writing.SMALL_BYTES];
        InputStream body = new ByteArrayInputStream(little);
        assertThat(files.write(anna, path("no/file"), Upload.of(body, little.length), Conditions.NONE))
                .isEqualTo(new Refusal.NoParent());
        assertThat(body.available()).isZero();
        assertThat(kit.exists(anna, "no")).isFalse();
        assertThat(stored()).isEmpty();
    }

    @Test
    void belowAFileThereIsNoParent() throws IOException {
        kit.put(anna, "file", "x");
        assertThat(kit.write(anna, "file/below", "y")).isEqualTo(new Refusal.NoParent());
        assertThat(files.write(anna, path("file/a/b"), making("y"), Conditions.NONE))
                .isEqualTo(new Refusal.NoParent());
    }

    @Test
    void contentForACollectionIsRefusedUnread() throws IOException {
        kit.mkdir(anna, "a");
        WatchedStream body = new WatchedStream();
        assertThat(files.write(anna, path("a"), Upload.of(body, LARGE), Conditions.NONE))
                .isEqualTo(new Refusal.IsCollection());
        assertThat(files.write(anna, FilePath.ROOT, Upload.of(body, LARGE), Conditions.NONE))
                .isEqualTo(new Refusal.IsCollection());
        assertThat(body.wasRead()).isFalse();
    }

    @Test
    void withoutTheRightNothingIsReadAndTheAttemptIsRecorded() throws IOException {
        kit.put(anna, "file", "x");
        WatchedStream body = new WatchedStream();
        View reader = with(anna, EnumSet.of(Right.READ));
        assertThat(files.write(reader, path("file"), Upload.of(body, LARGE), Conditions.NONE))
                .isEqualTo(new Refusal.NotAllowed());
        assertThat(files.write(reader, path("new"), Upload.of(body, LARGE), Conditions.NONE))
                .isEqualTo(new Refusal.NotAllowed());
        View creator = with(anna, EnumSet.of(Right.READ, Right.CREATE));
        assertThat(files.write(creator, path("file"), Upload.of(body, LARGE), Conditions.NONE))
                .isEqualTo(new Refusal.NotAllowed());
        assertThat(body.wasRead()).isFalse();
        assertThat(kit.write(creator, "new", "y")).isInstanceOf(WriteResult.Created.class);
        View updater = with(anna, EnumSet.of(Right.READ, Right.UPDATE));
        assertThat(kit.write(updater, "file", "z")).isInstanceOf(WriteResult.Replaced.class);
        assertThat(kit.eventWords().stream().filter("file.written denied"::equals))
                .hasSize(3);
    }

    @Test
    void whoMayNotReadSeesNothingButTheRoot() {
        kit.put(anna, "secret", "x");
        View drop = with(anna, EnumSet.of(Right.CREATE));
        assertThat(files.entry(drop, FilePath.ROOT)).isPresent();
        assertThat(files.entry(drop, path("secret"))).isEmpty();
        assertThat(kit.members(drop, "", 10)).isEmpty();
        assertThat(files.list(drop, FilePath.ROOT, 10).orElseThrow().members()).isEmpty();
        assertThat(files.remove(drop, path("secret"), Conditions.NONE)).isEqualTo(new Refusal.NotFound());
        assertThat(kit.write(drop, "dropped", "y")).isInstanceOf(WriteResult.Created.class);
        assertThat(kit.write(drop, "secret", "y", Conditions.ABSENT)).isEqualTo(new Refusal.NotAllowed());
    }

    @Test
    void contentOfAnotherLengthThanDeclaredLeavesTheOldFileAsItWas() throws IOException {
        Entry before = kit.put(anna, "a", "old");
        for (int declared : new int[] {4, 6}) {
            Upload upload = Upload.of(stream("12345"), declared);
            assertThat(files.write(anna, path("a"), upload, Conditions.NONE))
                    .isEqualTo(new Refusal.WrongLength(declared));
        }
        assertThat(kit.entry(anna, "a")).isEqualTo(before);
        assertThat(kit.read(anna, "a")).isEqualTo("old");
    }

    @Test
    void anUploadThatBreaksOffLeavesTheOldFileAsItWasAndNoBytes() throws IOException {
        Entry before = kit.put(anna, "a", "old");
        InputStream broken = new BrokenStream(new byte[100_000]);
        assertThatThrownBy(() -> files.write(anna, path("a"), Upload.of(broken, 200_000), Conditions.NONE))
                .isInstanceOf(IOException.class)
                .hasMessage(BrokenStream.MESSAGE);
        assertThat(kit.entry(anna, "a")).isEqualTo(before);
        assertThat(stored()).isEmpty();
    }

    @Test
    void aRefusalAfterTheContentHasComeLeavesNoBytes() throws IOException {
        byte[] large = new byte[100_000];
        Upload upload = new Upload(
                new ByteArrayInputStream(large),
                large.length,
                null,
                null,
                Checksum.parse(SHA1_OF_HELLO).orElseThrow(),
                Upload.UNKNOWN,
                false,
                Set.of());
        assertThat(files.write(anna, path("a"), upload, Conditions.NONE)).isInstanceOf(Refusal.WrongChecksum.class);
        assertThat(kit.exists(anna, "a")).isFalse();
        assertThat(stored()).isEmpty();
    }

    @Test
    void writersOfOneNameLeaveOneWholeContent() throws Exception {
        List<Future<WriteResult>> writes = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 12; i++) {
                String content = Integer.toString(i).repeat(300 * (i + 1));
                writes.add(executor.submit(() -> kit.write(anna, "one", content)));
            }
        }
        int created = 0;
        for (Future<WriteResult> write : writes) {
            created += write.get() instanceof WriteResult.Created ? 1 : 0;
        }
        assertThat(created).isEqualTo(1);
        String left = kit.read(anna, "one");
        assertThat(left).matches("(\\d+?)\\1*").hasSize((int)
                kit.entry(anna, "one").sizeBytes());
    }

    @Test
    void whoSendsIfNoneMatchStarIsAloneInCreating() throws Exception {
        List<Future<WriteResult>> writes = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                String content = "content " + i;
                writes.add(executor.submit(() -> kit.write(anna, "one", content, Conditions.ABSENT)));
            }
        }
        int created = 0;
        for (Future<WriteResult> write : writes) {
            created += write.get() instanceof WriteResult.Created ? 1 : 0;
        }
        assertThat(created).isEqualTo(1);
    }

    private List<ObjectId> stored() {
        return kit.disk.stored();
    }
}
