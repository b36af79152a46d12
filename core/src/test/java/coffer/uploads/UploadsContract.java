package coffer.uploads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.Checksum;
import coffer.base.FileName;
import coffer.base.InvalidName;
import coffer.base.ObjectId;
import coffer.files.Conditions;
import coffer.files.Entry;
import coffer.files.Refusal;
import coffer.files.UploadMeta;
import coffer.files.WriteResult;
import coffer.testkit.BrokenStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Chunked uploads from their beginning to their file. */
abstract class UploadsContract extends UploadsKit {
    /** In a file rather than in the database. */
    private static final int LARGE = 5_000;

    @ParameterizedTest
    @MethodSource("coffer.uploads.NamingScheme#all")
    void chunksOfEveryClientBecomeTheFileInWhateverOrderTheyCome(NamingScheme scheme) throws IOException {
        FileName transfer = new FileName(scheme.transfer());
        List<Integer> order = new ArrayList<>(IntStream.range(0, 23).boxed().toList());
        Collections.shuffle(order, new Random(7));
        assertThat(uploads.begin(anna, transfer, Announced.NOTHING)).isInstanceOf(BeginResult.Begun.class);
        StringBuilder whole = new StringBuilder();
        for (int number = 0; number < 23; number++) {
            whole.append(content(number));
        }
        for (int number : order) {
            byte[] content = content(number).getBytes(StandardCharsets.UTF_8);
            assertThat(uploads.putChunk(
                            anna,
                            transfer,
                            new FileName(scheme.name(number)),
                            new java.io.ByteArrayInputStream(content),
                            content.length,
                            Announced.NOTHING))
                    .isEqualTo(new ChunkResult.Stored(true));
        }

        WriteResult result = answer(uploads.assemble(anna, transfer, path("file"), Assembly.PLAIN));

        assertThat(result).isInstanceOf(WriteResult.Created.class);
        assertThat(tree.read(anna, "file")).isEqualTo(whole.toString());
        assertThat(tree.entry(anna, "file").sizeBytes()).isEqualTo(whole.length());
        assertThat(uploads.state(anna, transfer)).isEmpty();
    }

    /** Some in the database, some in files. */
    private static String content(int number) {
        return Character.toString('a' + number).repeat(number % 5 == 0 ? LARGE : number);
    }

    @Test
    void chunksMayComeBesideEachOther() throws Exception {
        begin();
        List<Callable<ChunkResult>> callers = new ArrayList<>();
        for (int number = 1; number <= 16; number++) {
            String name = Integer.toString(number);
            callers.add(() -> put(name, name.repeat(LARGE)));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : threads.invokeAll(callers)) {
                assertThat(answer.get()).isEqualTo(new ChunkResult.Stored(true));
            }
        }

        answer(assemble("file"));

        StringBuilder whole = new StringBuilder();
        for (int number = 1; number <= 16; number++) {
            whole.append(Integer.toString(number).repeat(LARGE));
        }
        assertThat(tree.read(anna, "file")).isEqualTo(whole.toString());
    }

    @Nested
    class Beginning {
        @Test
        void anOpenUploadIsNotBegunAgain() {
            assertThat(begin()).isInstanceOf(BeginResult.Begun.class);
            put("1", "kept");
            assertThat(begin()).isInstanceOf(BeginResult.Exists.class);
            assertThat(chunks()).containsExactly("1:4");
            assertThat(uploads.begin(other, TRANSFER, Announced.NOTHING))
                    .as("names belong to an account")
                    .isInstanceOf(BeginResult.Begun.class);
        }

        @Test
        void aNameIsFreeAgainOnceItsUploadIsGone() {
            begin();
            put("1", "old");
            assertThat(uploads.abort(anna, TRANSFER)).isTrue();
            assertThat(uploads.abort(anna, TRANSFER)).isFalse();
            assertThat(begin()).isInstanceOf(BeginResult.Begun.class);
            assertThat(chunks()).isEmpty();
        }

        @Test
        void openUploadsAreListedToTheirOwner() {
            begin();
            put("1", "abc");
            put("2", "de");
            uploads.begin(anna, new FileName("another"), Announced.NOTHING);

            assertThat(uploads.open(anna))
                    .extracting(transfer -> transfer.name() + " " + transfer.chunks() + " " + transfer.sizeBytes())
                    .containsExactly("3042917261 2 5", "another 0 0");
            assertThat(uploads.open(other)).isEmpty();
        }

        @Test
        void namesAreThoseOfFiles() {
            FileName longest = new FileName("n".repeat(FileName.BYTES_MAX));
            assertThat(uploads.begin(anna, longest, Announced.NOTHING)).isInstanceOf(BeginResult.Begun.class);
            assertThat(uploads.state(anna, longest)).isPresent();
            assertThatThrownBy(() -> new FileName("n".repeat(FileName.BYTES_MAX + 1)))
                    .isInstanceOf(InvalidName.class);
        }
    }

    @Nested
    class Chunks {
        @Test
        void theStateTellsWhatIsThere() {
            begin();
            assertThat(chunks()).isEmpty();
            put("10", "abc");
            clock.turn(Duration.ofSeconds(5));
            put("9", "");
            put("2", "x".repeat(LARGE));

            TransferState state = uploads.state(anna, TRANSFER).orElseThrow();
            assertThat(chunks()).containsExactly("2:5000", "9:0", "10:3");
            assertThat(state.sizeBytes()).isEqualTo(LARGE + 3);
            assertThat(state.touched()).isEqualTo(state.begun().plusSeconds(5));
            assertThat(state.chunks().getLast().stored()).isEqualTo(state.begun());
        }

        @Test
        void nobodyElseSeesThem() {
            begin();
            put("1", "abc");
            assertThat(uploads.state(other, TRANSFER)).isEmpty();
            assertThat(uploads.abort(other, TRANSFER)).isFalse();
            assertThat(uploads.removeChunk(other, TRANSFER, new FileName("1"))).isFalse();
            assertThat(uploads.assemble(other, TRANSFER, path("file"), Assembly.PLAIN))
                    .isInstanceOf(AssembleResult.NoTransfer.class);
            assertThat(chunks()).containsExactly("1:3");
        }

        @Test
        void aChunkIsReplacedByOneOfTheSameName() {
            begin();
            put("1", "wrong");
            assertThat(put("1", "right!")).isEqualTo(new ChunkResult.Stored(false));
            assertThat(chunks()).containsExactly("1:6");
            answer(assemble("file"));
            assertThat(tree.read(anna, "file")).isEqualTo("right!");
        }

        @Test
        void aChunkIsRemovedByItsName() {
            begin();
            put("1", "abc");
            put("2", "stray");
            assertThat(uploads.removeChunk(anna, TRANSFER, new FileName("2"))).isTrue();
            assertThat(uploads.removeChunk(anna, TRANSFER, new FileName("2"))).isFalse();
            assertThat(uploads.open(anna).getFirst().sizeBytes()).isEqualTo(3);
            assertThat(chunks()).containsExactly("1:3");
        }

        @Test
        void aChunkWithoutAnUploadIsRefused() {
            assertThat(put("1", "abc")).isInstanceOf(ChunkResult.NoTransfer.class);
            assertThat(uploads.removeChunk(anna, TRANSFER, new FileName("1"))).isFalse();
            assertThat(count("object")).isZero();
        }

        @Test
        void theNameOfTheFileToBeIsReserved() {
            begin();
            assertThat(put(".file", "abc")).isInstanceOf(ChunkResult.ReservedName.class);
            assertThat(chunks()).isEmpty();
        }

        @Test
        void aChunkThatBreaksOffLeavesWhatWasThere() {
            begin();
            put("1", "kept");
            int filesBefore = stored().size();
            for (String name : new String[] {"1", "2"}) {
                for (int arrived : new int[] {0, 10, 200_000}) {
                    assertThatThrownBy(() -> uploads.putChunk(
                                    anna,
                                    TRANSFER,
                                    new FileName(name),
                                    new BrokenStream(new byte[arrived]),
                                    300_000,
                                    Announced.NOTHING))
                            .isInstanceOf(IOException.class)
                            .hasMessage(BrokenStream.MESSAGE);
                }
            }
            assertThat(chunks()).containsExactly("1:4");
            assertThat(stored()).hasSize(filesBefore);
        }

        @Test
        void aChunkOfAnotherLengthThanAnnouncedIsRefused() {
            begin();
            byte[] content = new byte[LARGE];
            assertThat(put("1", content, LARGE + 1, Announced.NOTHING))
                    .isEqualTo(new ChunkResult.WrongLength(LARGE + 1));
            assertThat(put("1", content, LARGE - 1, Announced.NOTHING))
                    .isEqualTo(new ChunkResult.WrongLength(LARGE - 1));
            assertThat(chunks()).isEmpty();
            assertThat(put("1", content, Announced.UNKNOWN, Announced.NOTHING)).isEqualTo(new ChunkResult.Stored(true));
            assertThat(chunks()).containsExactly("1:5000");
        }
    }

    @Nested
    class Assembled {
        @Test
        void noContentIsWritten() {
            begin();
            for (int number = 1; number <= 5; number++) {
                put(Integer.toString(number), "x".repeat(LARGE));
            }
            List<ObjectId> before = stored();

            answer(assemble("file"));

            assertThat(stored()).containsExactlyInAnyOrderElementsOf(before);
            assertThat(tree.read(anna, "file")).isEqualTo("x".repeat(5 * LARGE));
        }

        @Test
        void aFileIsReplacedAndToldSo() {
            Entry before = tree.put(anna, "file", "old");
            begin();
            put("1", "new ");
            put("2", "content");

            WriteResult result = answer(assemble("file"));

            assertThat(result).isInstanceOfSatisfying(WriteResult.Replaced.class, replaced -> {
                assertThat(replaced.previous()).isEqualTo(before.etag());
                assertThat(replaced.entry().id()).isEqualTo(before.id());
                assertThat(replaced.entry().etag()).isNotEqualTo(before.etag());
            });
            assertThat(tree.read(anna, "file")).isEqualTo("new content");
        }

        @Test
        void itHappensOnce() {
            begin();
            put("1", "abc");
            answer(assemble("file"));
            Entry file = tree.entry(anna, "file");

            assertThat(assemble("file")).isInstanceOf(AssembleResult.NoTransfer.class);
            assertThat(put("2", "late")).isInstanceOf(ChunkResult.NoTransfer.class);
            assertThat(tree.entry(anna, "file")).isEqualTo(file);
        }

        @Test
        void ofManyWhoAskAtOnceOneGetsTheFile() throws Exception {
            begin();
            put("1", "abc");
            List<Callable<AssembleResult>> callers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                callers.add(() -> assemble("file"));
            }
            int answered = 0;
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (var answer : threads.invokeAll(callers)) {
                    answered += answer.get() instanceof AssembleResult.Answered ? 1 : 0;
                }
            }
            assertThat(answered).isEqualTo(1);
            assertThat(tree.read(anna, "file")).isEqualTo("abc");
        }

        @Test
        void timesAndParentsAreThoseAskedFor() {
            begin();
            put("1", "abc");
            Instant modified = Instant.parse("2001-02-03T04:05:06Z");
            Assembly missing = new Assembly(
                    new UploadMeta(modified, null, List.of(), false), Announced.UNKNOWN, null, Conditions.NONE);
            assertThat(answer(assemble("a/b/file", missing))).isInstanceOf(Refusal.NoParent.class);
            Assembly making = new Assembly(
                    new UploadMeta(modified, modified, List.of(), true), Announced.UNKNOWN, null, Conditions.NONE);
            assertThat(answer(assemble("a/b/file", making))).isInstanceOf(WriteResult.Created.class);
            assertThat(tree.entry(anna, "a/b/file").modified()).isEqualTo(modified);
            assertThat(tree.entry(anna, "a/b/file").created()).isEqualTo(modified);
        }

        @Test
        void whatTheTreeRefusesLeavesTheUploadOpen() {
            tree.put(anna, "file", "old");
            tree.mkdir(anna, "folder");
            begin();
            put("1", "abc");
            Assembly onlyNew = new Assembly(UploadMeta.NONE, Announced.UNKNOWN, null, Conditions.ABSENT);

            assertThat(answer(assemble("file", onlyNew))).isInstanceOf(Refusal.PreconditionFailed.class);
            assertThat(answer(assemble("folder"))).isInstanceOf(Refusal.IsCollection.class);
            assertThat(answer(assemble("nowhere/file"))).isInstanceOf(Refusal.NoParent.class);

            assertThat(chunks()).containsExactly("1:3");
            assertThat(tree.read(anna, "file")).isEqualTo("old");
            assertThat(answer(assemble("file"))).isInstanceOf(WriteResult.Replaced.class);
        }

        @Test
        void theSumOfChunksMustBeTheAnnouncedLength() {
            tree.put(anna, "file", "old");
            uploads.begin(anna, TRANSFER, new Announced(6, null));
            put("1", "abc");
            for (long announced : new long[] {2, 4, Announced.UNKNOWN}) {
                Assembly assembly = new Assembly(UploadMeta.NONE, announced, null, Conditions.NONE);
                assertThat(answer(assemble("file", assembly)))
                        .isEqualTo(new Refusal.WrongLength(announced == Announced.UNKNOWN ? 6 : announced));
            }
            assertThat(tree.read(anna, "file")).isEqualTo("old");
            put("2", "def");
            assertThat(answer(assemble("file"))).isInstanceOf(WriteResult.Replaced.class);
            assertThat(tree.read(anna, "file")).isEqualTo("abcdef");
        }

        @Test
        void chunksWithoutContentMakeAFileWithoutContent() {
            begin();
            put("1", "");
            answer(assemble("file"));
            assertThat(tree.entry(anna, "file").sizeBytes()).isZero();
            assertThat(tree.read(anna, "file")).isEmpty();
        }
    }

    @Nested
    class Checksums {
        private static final String RIGHT = "SHA1:aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d";

        @Test
        void theRightOneIsStoredWithTheFile() {
            begin();
            put("2", "lo");
            put("1", "hel");
            assertThat(answer(assemble("file", expecting(RIGHT)))).isInstanceOf(WriteResult.Created.class);
            assertThat(tree.entry(anna, "file").checksums())
                    .extracting(Checksum::toString)
                    .containsExactly(RIGHT);
        }

        @Test
        void anotherContentThanAnnouncedIsRefusedBeforeTheFileChanges() {
            Entry before = tree.put(anna, "file", "old");
            begin();
            put("1", "hel");
            put("2", "l0");
            assertThat(answer(assemble("file", expecting(RIGHT)))).isInstanceOf(Refusal.WrongChecksum.class);
            assertThat(tree.entry(anna, "file")).isEqualTo(before);

            put("2", "lo");
            assertThat(answer(assemble("file", expecting(RIGHT)))).isInstanceOf(WriteResult.Replaced.class);
            assertThat(tree.read(anna, "file")).isEqualTo("hello");
        }

        @Test
        void everyAlgorithmIsVerified() {
            for (String checksum : new String[] {
                "MD5:5d41402abc4b2a76b9719d911017c592",
                RIGHT,
                "SHA256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
                "SHA3-256:3338be694f50c5f338814986cdf0686453a888b84f424d792af4b9202398f392",
                "ADLER32:062c0215"
            }) {
                begin();
                put("1", "hel");
                put("2", "lo");
                assertThat(answer(assemble("file", expecting(checksum)))).isNotInstanceOf(Refusal.class);
            }
        }

        private static Assembly expecting(String checksum) {
            return new Assembly(
                    UploadMeta.NONE, Announced.UNKNOWN, Checksum.parse(checksum).orElseThrow(), Conditions.NONE);
        }
    }
}
