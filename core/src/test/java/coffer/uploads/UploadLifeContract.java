package coffer.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.base.AccountId;
import coffer.base.Checksum;
import coffer.base.FileName;
import coffer.files.Conditions;
import coffer.files.Refusal;
import coffer.files.UploadMeta;
import coffer.files.WriteGuard;
import coffer.files.WriteResult;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

/** What becomes of uploads and their content in time, and what is recorded of them. */
abstract class UploadLifeContract extends UploadsKit {
    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final int LARGE = 5_000;

    /** Runs when the tree asks for locks, which is while an assembling reads or writes. */
    private final Deque<Runnable> meanwhile = new ArrayDeque<>();

    @Override
    WriteGuard guard() {
        return (_, _) -> {
            Runnable next = meanwhile.poll();
            if (next != null) {
                next.run();
            }
            return WriteGuard.Guarded.NOTHING;
        };
    }

    @Test
    void anUploadExpiresADayAfterItsLastChunk() {
        begin();
        clock.turn(Uploads.LIFETIME.minus(MOMENT));
        put("1", "abc");
        clock.turn(Uploads.LIFETIME.minus(MOMENT));
        assertThat(uploads.expire()).isEqualTo(new ExpiryReport(0, 0));
        assertThat(chunks()).containsExactly("1:3");

        clock.turn(MOMENT);
        assertThat(uploads.expire()).isEqualTo(new ExpiryReport(1, 1));
        assertThat(uploads.state(anna, TRANSFER)).isEmpty();
        assertThat(assemble("file")).isInstanceOf(AssembleResult.NoTransfer.class);
        assertThat(count("upload")).isZero();
        assertThat(tree.eventWords()).endsWith("upload.expired ok");
    }

    @Test
    void anUploadWithoutChunksExpiresADayAfterItsBeginning() {
        begin();
        clock.turn(Uploads.LIFETIME);
        assertThat(uploads.expire()).isEqualTo(new ExpiryReport(1, 0));
        assertThat(begin()).isInstanceOf(BeginResult.Begun.class);
    }

    @Test
    void rowsOfClosedUploadsGoInBatches() {
        begin();
        int count = Expiry.CHUNKS_MAX * 2;
        for (int number = 0; number < count; number++) {
            put(Integer.toString(number), "x");
        }
        answer(assemble("file"));
        assertThat(count("upload_chunk"))
                .as("not in the transaction that makes the file")
                .isEqualTo(count);

        assertThat(uploads.expire()).isEqualTo(new ExpiryReport(0, count));
        assertThat(count("upload_chunk")).isZero();
        assertThat(count("upload")).isZero();
        assertThat(tree.read(anna, "file")).isEqualTo("x".repeat(count));
    }

    /** The content of chunks lives as long as the file that consists of them, and no longer. */
    @Test
    void contentLivesWithItsFileAndGoesWithIt() {
        begin();
        put("1", "a".repeat(LARGE));
        put("1", "b".repeat(LARGE));
        put("2", "small");
        letHoursPass();
        answer(assemble("file"));
        letDaysPass();

        assertThat(tree.read(anna, "file")).isEqualTo("b".repeat(LARGE) + "small");
        assertThat(stored()).as("the replaced chunk is gone").hasSize(1);

        tree.files.remove(anna, path("file"), Conditions.NONE);
        letDaysPass();
        assertThat(count("object")).isZero();
        assertThat(count("object_part")).isZero();
        assertThat(stored()).isEmpty();
    }

    @Test
    void contentOfOpenUploadsLivesAndThatOfForgottenOnesGoes() {
        begin();
        put("1", "a".repeat(LARGE));
        letHoursPass();
        assertThat(stored()).hasSize(1);
        letDaysPass();
        assertThat(uploads.state(anna, TRANSFER)).isEmpty();
        assertThat(stored()).isEmpty();
        assertThat(count("object")).isZero();
    }

    @Test
    void anAccountThatGoesTakesItsUploadsAlong() {
        begin();
        put("1", "abc");
        uploads.begin(anna, new FileName("closed"), Announced.NOTHING);
        uploads.abort(anna, new FileName("closed"));
        uploads.begin(other, TRANSFER, Announced.NOTHING);

        assertThat(uploads.remove(new AccountId(1))).isTrue();

        assertThat(uploads.state(anna, TRANSFER)).isEmpty();
        assertThat(uploads.state(other, TRANSFER)).isPresent();
        assertThat(count("upload")).isEqualTo(1);
        assertThat(count("upload_chunk")).isZero();
        assertThat(uploads.remove(new AccountId(1))).isTrue();
    }

    @Test
    void aChunkThatComesWhileTheFileIsMadeIsNeverMissed() {
        begin();
        put("1", "hel");
        put("2", "lo");
        // The tree asks first whether it would refuse, then once more when the file is made.
        meanwhile.add(() -> put("2", "l"));

        WriteResult result = answer(assemble("file", expectingHello()));

        assertThat(result).as("the second look found another content").isInstanceOf(Refusal.WrongChecksum.class);
        assertThat(tree.exists(anna, "file")).isFalse();
        assertThat(chunks()).containsExactly("1:3", "2:1");
        put("3", "o");
        assertThat(answer(assemble("file", expectingHello()))).isInstanceOf(WriteResult.Created.class);
        assertThat(tree.read(anna, "file")).isEqualTo("hello");
    }

    @Test
    void chunksThatKeepComingAreNotWaitedFor() {
        begin();
        put("1", "hello");
        for (int number = 0; number < 100; number++) {
            meanwhile.add(() -> put("2", ""));
            meanwhile.add(() -> {});
        }
        assertThat(assemble("file", expectingHello())).isInstanceOf(AssembleResult.StillChanging.class);
        assertThat(tree.exists(anna, "file")).isFalse();
        assertThat(tree.eventWords()).endsWith("upload.assembled denied");
        meanwhile.clear();
        assertThat(answer(assemble("file", expectingHello()))).isInstanceOf(WriteResult.Created.class);
    }

    @Test
    void everyStepThatCountsIsRecorded() {
        int before = tree.eventWords().size();
        begin();
        put("1", "abc");
        put(".file", "refused");
        put("2", new byte[3], 4, Announced.NOTHING);
        assemble("file", new Assembly(UploadMeta.NONE, 4, null, Conditions.NONE));
        assemble("file");
        assemble("file");
        begin();
        uploads.abort(anna, TRANSFER);
        uploads.abort(anna, TRANSFER);

        assertThat(tree.eventWords().subList(before, tree.eventWords().size()))
                .containsExactly(
                        "upload.begun ok",
                        "upload.chunk.stored denied",
                        "upload.chunk.stored denied",
                        "upload.assembled denied",
                        "file.created ok",
                        "upload.assembled ok",
                        "upload.begun ok",
                        "upload.aborted ok");
    }

    private void letHoursPass() {
        clock.turn(Duration.ofHours(1));
        uploads.expire();
    }

    private static Assembly expectingHello() {
        return new Assembly(
                UploadMeta.NONE,
                Announced.UNKNOWN,
                Checksum.parse("SHA1:aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d").orElseThrow(),
                Conditions.NONE);
    }
}
