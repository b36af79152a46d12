package coffer.files;

import static coffer.files.TreeKit.announcing;
import static coffer.files.TreeKit.making;
import static coffer.files.TreeKit.path;
import static coffer.files.TreeKit.stream;
import static coffer.files.TreeKit.timed;
import static coffer.files.TreeKit.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.Checksum;
import coffer.base.FileName;
import coffer.base.FilePath;
import coffer.base.InvalidName;
import coffer.blobs.ReceiveLimits;
import coffer.blobs.StoredObject;
import java.io.IOException;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Writing content: what is stored and what changes with it. */
abstract class WritingContract extends TreeContract {
    private static final String SHA1_OF_HELLO = "SHA1:aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d";

    @Test
    void aNewFileIsThereWithItsContentAndDefaults() {
        WriteResult result = kit.write(anna, "hello.txt", "hello");
        assertThat(result).isInstanceOf(WriteResult.Created.class);
        Entry entry = kit.entry(anna, "hello.txt");
        assertThat(((WriteResult.Created) result).entry()).isEqualTo(entry);
        assertThat(entry.sizeBytes()).isEqualTo(5);
        assertThat(entry.collection()).isFalse();
        assertThat(entry.modified()).isEqualTo(START);
        assertThat(entry.created()).isEqualTo(START);
        assertThat(entry.uploaded()).isEqualTo(START);
        assertThat(entry.checksums()).isEmpty();
        assertThat(entry.rights()).isEqualTo(EnumSet.of(Right.READ, Right.UPDATE, Right.DELETE, Right.SHARE));
        assertThat(kit.read(anna, "hello.txt")).isEqualTo("hello");
        assertThat(kit.eventWords()).endsWith("file.created ok");
    }

    /** Contents of several segments, each of one letter: a mixture of two would show. */
    @Test
    void whoReadsWhileManyWriteGetsOneWholeContent() throws Exception {
        kit.put(anna, "file", "a".repeat(1_000));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writers = IntStream.range(0, 4)
                    .<Future<?>>mapToObj(writer -> threads.submit(() -> {
                        for (int i = 0; i < 15; i++) {
                            String letter = Character.toString('a' + (4 * i + writer) % 26);
                            kit.put(anna, "file", letter.repeat(1_000 * (1 + (i * 37 + writer) % 200)));
                        }
                    }))
                    .toList();
            do {
                Entry entry = kit.entry(anna, "file");
                String content = kit.read(entry);
                assertThat(content.length()).isEqualTo(entry.sizeBytes());
                assertThat(content.chars().distinct().count()).isEqualTo(1);
            } while (!writers.stream().allMatch(Future::isDone));
            for (Future<?> writer : writers) {
                writer.get();
            }
        }
    }

    @Test
    void anEmptyFileIsAFile() {
        kit.put(anna, "empty", "");
        assertThat(kit.entry(anna, "empty").sizeBytes()).isZero();
        assertThat(kit.read(anna, "empty")).isEmpty();
    }

    @Test
    void replacingKeepsIdAndCreationAndGivesANewTagEvenInTheSameInstant() {
        Entry first = kit.put(anna, "a", "one");
        WriteResult result = kit.write(anna, "a", "two!");
        assertThat(result).isInstanceOf(WriteResult.Replaced.class);
        Entry second = kit.entry(anna, "a");
        assertThat(((WriteResult.Replaced) result).previous()).isEqualTo(first.etag());
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.created()).isEqualTo(first.created());
        assertThat(second.etag()).isNotEqualTo(first.etag());
        assertThat(kit.read(anna, "a")).isEqualTo("two!");
        assertThat(kit.eventWords()).endsWith("file.written ok");
    }

    @Test
    void equalContentAgainIsStillAWriteWithANewTag() {
        Entry first = kit.put(anna, "a", "same");
        assertThat(kit.put(anna, "a", "same").etag()).isNotEqualTo(first.etag());
    }

    @Test
    void timesOfTheClientAreKeptToTheMicrosecond() throws IOException {
        Instant modified = Instant.parse("2001-02-03T04:05:06.789012Z");
        Instant created = Instant.parse("1999-01-01T00:00:00Z");
        files.write(anna, path("a"), timed("x", modified, created), Conditions.NONE);
        assertThat(kit.entry(anna, "a").modified()).isEqualTo(modified);
        assertThat(kit.entry(anna, "a").created()).isEqualTo(created);
        clock.turn(Duration.ofHours(1));
        kit.put(anna, "a", "y");
        assertThat(kit.entry(anna, "a").modified()).isEqualTo(START.plus(Duration.ofHours(1)));
        assertThat(kit.entry(anna, "a").created()).isEqualTo(created);
    }

    @Test
    void timesOutsideTheStoredRangeNeverReachTheTree() {
        assertThat(FileTimes.storable(FileTimes.EARLIEST)).isTrue();
        assertThat(FileTimes.storable(FileTimes.LATEST)).isTrue();
        assertThatThrownBy(() -> timed("x", FileTimes.EARLIEST.minusNanos(1_000), null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> timed("x", null, FileTimes.LATEST.plusSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyCollectionAboveGetsANewTagItsSizeAndItsTimeAndNoOtherDoes() {
        kit.mkdir(anna, "a");
        kit.mkdir(anna, "a/b");
        kit.mkdir(anna, "other");
        List<Entry> before = above();
        Entry otherBefore = kit.entry(anna, "other");
        clock.turn(Duration.ofMinutes(5));
        kit.put(anna, "a/b/file", "12345");
        List<Entry> after = above();
        for (int i = 0; i < after.size(); i++) {
            assertThat(after.get(i).etag()).isNotEqualTo(before.get(i).etag());
            assertThat(after.get(i).sizeBytes()).isEqualTo(5);
            assertThat(after.get(i).modified()).isEqualTo(clock.instant());
        }
        assertThat(kit.entry(anna, "other")).isEqualTo(otherBefore);
    }

    private List<Entry> above() {
        return Stream.of("", "a", "a/b").map(path -> kit.entry(anna, path)).toList();
    }

    @Test
    void aCollectionHasTheSameTagByItselfAndInTheListingOfItsParent() {
        kit.mkdir(anna, "a");
        kit.put(anna, "a/x", "x");
        assertThat(kit.members(anna, "", 10)).containsExactly(kit.entry(anna, "a"));
        assertThat(files.list(anna, path("a"), 10).orElseThrow().entry()).isEqualTo(kit.entry(anna, "a"));
    }

    @Test
    void missingParentsAreMadeInTheSameTransactionWhenAskedFor() throws IOException {
        WriteResult result = files.write(anna, path("a/b/c/file"), making("x"), Conditions.NONE);
        assertThat(result).isInstanceOf(WriteResult.Created.class);
        assertThat(kit.read(anna, "a/b/c/file")).isEqualTo("x");
        assertThat(kit.entry(anna, "a/b").sizeBytes()).isEqualTo(1);
        assertThat(kit.eventWords())
                .endsWith("collection.created ok", "collection.created ok", "collection.created ok", "file.created ok");
    }

    @Test
    void contentThatLiesInAFileOfItsOwnIsTheSameToTheTree() {
        String large = "x".repeat(200_000);
        kit.put(anna, "large", large);
        assertThat(kit.entry(anna, "large").sizeBytes()).isEqualTo(200_000);
        assertThat(kit.read(anna, "large")).isEqualTo(large);
    }

    @Test
    void twoSpellingsThatDifferByNormalisationAreOneFile() {
        String composed = "caf\u00e9";
        String decomposed = Normalizer.normalize(composed, Normalizer.Form.NFD);
        Entry first = kit.put(anna, composed, "1");
        Entry second = kit.put(anna, decomposed, "2");
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(kit.names(anna, "")).containsExactly(composed);
    }

    @Test
    void namesThatDifferByCaseAreTwoFiles() {
        kit.put(anna, "a.txt", "1");
        kit.put(anna, "A.txt", "2");
        assertThat(kit.names(anna, "")).containsExactly("A.txt", "a.txt");
    }

    @Test
    void listingsAreInBinaryOrderWhateverThePage() {
        List<String> names = new ArrayList<>(List.of(
                "Z", "a", "a b", "a.txt", "100%.txt", "a;b", "#", "\u00e4", "\uffed", "\ud83d\ude00", "zz", "_", "~"));
        names.forEach(name -> kit.put(anna, name, name));
        List<String> expected =
                names.stream().map(FileName::new).sorted().map(FileName::value).toList();
        for (int max : new int[] {1, 2, 5, Files.PAGE_MAX}) {
            assertThat(kit.members(anna, "", max).stream().map(TreeKit::name)).isEqualTo(expected);
        }
    }

    @Test
    void theDeepestPathIsStoredAndADeeperOneCannotBeNamed() throws IOException {
        List<String> segments =
                IntStream.range(0, FilePath.SEGMENTS_MAX).mapToObj(i -> "d" + i).toList();
        FilePath deepest = FilePath.of(segments);
        assertThat(files.write(anna, deepest, making("deep"), Conditions.NONE)).isInstanceOf(WriteResult.Created.class);
        assertThat(files.entry(anna, deepest)).isPresent();
        assertThatThrownBy(() -> deepest.child(FileName.of("one-more"))).isInstanceOf(InvalidName.class);
    }

    @Test
    void anAnnouncedChecksumThatHoldsIsStoredAndGoesWithTheNextContent() throws IOException {
        Checksum announced =
                Checksum.parse("sha1:" + SHA1_OF_HELLO.substring(5)).orElseThrow();
        files.write(anna, path("a"), announcing("hello", announced, Set.of()), Conditions.NONE);
        assertThat(kit.entry(anna, "a").checksums()).containsExactly(announced);
        assertThat(kit.entry(anna, "a").checksums().getFirst()).hasToString(SHA1_OF_HELLO);
        kit.put(anna, "a", "other");
        assertThat(kit.entry(anna, "a").checksums()).isEmpty();
    }

    @Test
    void anotherChecksumThanAnnouncedIsRefusedAndLeavesTheOldFile() throws IOException {
        Entry before = kit.put(anna, "a", "old");
        Checksum announced = Checksum.parse(SHA1_OF_HELLO).orElseThrow();
        WriteResult result = files.write(anna, path("a"), announcing("hullo", announced, Set.of()), Conditions.NONE);
        assertThat(result).isInstanceOf(Refusal.WrongChecksum.class);
        assertThat(((Refusal.WrongChecksum) result).announced()).isEqualTo(announced);
        assertThat(kit.entry(anna, "a")).isEqualTo(before);
    }

    @Test
    void checksumsToCalculateAreAnsweredAndNotStored() throws IOException {
        WriteResult result = files.write(
                anna,
                path("a"),
                announcing("hello", null, EnumSet.of(Checksum.Algorithm.MD5, Checksum.Algorithm.SHA1)),
                Conditions.NONE);
        Map<Checksum.Algorithm, Checksum> calculated = ((WriteResult.Created) result).calculated();
        assertThat(calculated.get(Checksum.Algorithm.SHA1)).hasToString(SHA1_OF_HELLO);
        assertThat(calculated.get(Checksum.Algorithm.MD5)).hasToString("MD5:5d41402abc4b2a76b9719d911017c592");
        assertThat(kit.entry(anna, "a").checksums()).isEmpty();
    }

    @Test
    void aChecksumIsCalculatedFromStoredContentAndKeptBesideTheOthers() throws IOException {
        Entry before = kit.put(anna, "a", "hello");
        for (Checksum.Algorithm algorithm : Checksum.Algorithm.values()) {
            assertThat(files.recalculate(anna, path("a"), algorithm)).isInstanceOf(ChecksumResult.Calculated.class);
        }
        Entry after = kit.entry(anna, "a");
        assertThat(after.etag()).isEqualTo(before.etag());
        assertThat(after.checksums().stream().map(Checksum::toString))
                .contains(SHA1_OF_HELLO, "MD5:5d41402abc4b2a76b9719d911017c592", "ADLER32:062c0215")
                .hasSize(Checksum.Algorithm.values().length);
        assertThat(kit.eventWords()).endsWith("file.checksum.added ok");
    }

    @Test
    void aChecksumIsNotCalculatedOfNothingACollectionOrWithoutTheRight() throws IOException {
        kit.mkdir(anna, "folder");
        kit.put(anna, "file", "x");
        Checksum.Algorithm sha1 = Checksum.Algorithm.SHA1;
        assertThat(files.recalculate(anna, path("none"), sha1)).isEqualTo(new Refusal.NotFound());
        assertThat(files.recalculate(anna, path("folder"), sha1)).isEqualTo(new Refusal.IsCollection());
        assertThat(files.recalculate(with(anna, EnumSet.of(Right.READ)), path("file"), sha1))
                .isEqualTo(new Refusal.NotAllowed());
    }

    @Test
    void contentThatIsHereAlreadyIsAttachedTogetherWithAStepOrNotAtAll() throws IOException {
        Checksum sha1 = Checksum.parse(SHA1_OF_HELLO).orElseThrow();
        UploadMeta meta = new UploadMeta(null, null, List.of(sha1), false);
        StoredObject object = received("hello");
        IllegalStateException broken = new IllegalStateException("the step fails");
        assertThatThrownBy(() -> files.attach(anna, path("a"), object, meta, Conditions.NONE, anna.space(), (_, _) -> {
                    throw broken;
                }))
                .isSameAs(broken);
        assertThat(kit.exists(anna, "a")).isFalse();
        List<Entry> seen = new ArrayList<>();
        WriteResult result = files.attach(
                anna, path("a"), received("hello"), meta, Conditions.NONE, anna.space(), (_, entry) -> seen.add(entry));
        assertThat(result).isEqualTo(new WriteResult.Created(kit.entry(anna, "a"), Map.of()));
        assertThat(seen).containsExactly(kit.entry(anna, "a"));
        assertThat(kit.entry(anna, "a").checksums()).containsExactly(sha1);
        assertThat(kit.read(anna, "a")).isEqualTo("hello");
        assertThat(files.attach(
                        anna,
                        path("no/a"),
                        received("x"),
                        meta,
                        Conditions.NONE,
                        anna.space(),
                        TransactionStep.NOTHING))
                .isEqualTo(new Refusal.NoParent());
    }

    @Test
    void whetherAWriteWouldBeRefusedCanBeAskedBefore() {
        kit.quotas.put(anna.owner(), 10L);
        assertThat(files.refusal(anna, path("a"), 10, false, Conditions.NONE)).isEmpty();
        assertThat(files.refusal(anna, path("a"), Upload.UNKNOWN, false, Conditions.NONE))
                .isEmpty();
        assertThat(files.refusal(anna, path("a"), 11, false, Conditions.NONE))
                .contains(new Refusal.QuotaExceeded(11, 10));
        assertThat(files.refusal(anna, path("no/a"), 1, false, Conditions.NONE)).contains(new Refusal.NoParent());
        assertThat(files.refusal(anna, path("no/a"), 1, true, Conditions.NONE)).isEmpty();
        assertThat(kit.names(anna, "")).isEmpty();
    }

    private StoredObject received(String content) throws IOException {
        return kit.objects
                .receive(anna.space(), stream(content), ReceiveLimits.exactly(content.length()), Set.of())
                .object();
    }
}
