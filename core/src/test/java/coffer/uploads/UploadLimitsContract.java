package coffer.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.base.AccountId;
import coffer.base.FileName;
import coffer.db.Partition;
import coffer.files.Files;
import coffer.files.Refusal;
import coffer.files.Spot;
import coffer.files.WriteResult;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Every bound on both of its sides, and the quota at every step. */
abstract class UploadLimitsContract extends UploadsKit {
    @Test
    void anAccountHasSoManyOpenUploadsAndNoMore() {
        fill(Uploads.OPEN_MAX - 1);
        assertThat(begin()).as("the last one").isInstanceOf(BeginResult.Begun.class);
        assertThat(uploads.open(anna)).hasSize(Uploads.OPEN_MAX);

        FileName oneMore = new FileName("one more");
        assertThat(uploads.begin(anna, oneMore, Announced.NOTHING))
                .isEqualTo(new BeginResult.TooManyUploads(Uploads.OPEN_MAX));
        assertThat(begin()).as("one that exists does").isInstanceOf(BeginResult.Exists.class);
        assertThat(uploads.begin(other, oneMore, Announced.NOTHING)).isInstanceOf(BeginResult.Begun.class);
        uploads.abort(anna, TRANSFER);
        assertThat(uploads.begin(anna, oneMore, Announced.NOTHING)).isInstanceOf(BeginResult.Begun.class);
        assertThat(tree.eventWords()).containsOnlyOnce("upload.begun denied");
    }

    @Test
    void anUploadHasSoManyChunksAndNoMore() {
        begin();
        put("1", "first");
        sql("UPDATE upload SET chunks = " + (Uploads.PARTS_MAX - 1));

        assertThat(put("2", "the last one")).isEqualTo(new ChunkResult.Stored(true));
        assertThat(put("3", "one more")).isEqualTo(new ChunkResult.TooManyParts(Uploads.PARTS_MAX));
        assertThat(put("2", "replaced")).isEqualTo(new ChunkResult.Stored(false));
        assertThat(chunks()).containsExactly("1:5", "2:8");
        assertThat(tree.eventWords()).containsOnlyOnce("upload.chunk.stored denied");
    }

    @Test
    void aFileHasSoManyBytesAndNoMore() {
        long max = Files.FILE_BYTES_MAX;
        assertThat(uploads.begin(anna, TRANSFER, new Announced(max + 1, null)))
                .isEqualTo(new BeginResult.TooLarge(max));
        assertThat(uploads.begin(anna, TRANSFER, new Announced(max, null))).isInstanceOf(BeginResult.Begun.class);
        sql("UPDATE upload SET size_bytes = " + (max - 5));

        assertThat(put("1", new byte[6], 6, Announced.NOTHING)).isEqualTo(new ChunkResult.TooLarge(max));
        assertThat(put("1", new byte[6], Announced.UNKNOWN, Announced.NOTHING))
                .isEqualTo(new ChunkResult.TooLarge(max));
        assertThat(put("1", new byte[5], 5, new Announced(max + 1, null))).isEqualTo(new ChunkResult.TooLarge(max));
        assertThat(put("1", new byte[5], 5, new Announced(max, null))).isEqualTo(new ChunkResult.Stored(true));
    }

    /** The quota is 100 bytes, of which a file uses 60. */
    @Nested
    class Quota {
        @BeforeEach
        void useSome() {
            tree.quotas.put(new AccountId(1), 100L);
            tree.put(anna, "sixty", "x".repeat(60));
        }

        @Test
        void anAnnouncedLengthIsHeldAgainstWhatIsFree() {
            assertThat(uploads.begin(anna, TRANSFER, new Announced(41, Spot.of(anna, path("new")))))
                    .isEqualTo(new BeginResult.QuotaExceeded(41, 40));
            assertThat(uploads.begin(anna, TRANSFER, new Announced(40, Spot.of(anna, path("new")))))
                    .isInstanceOf(BeginResult.Begun.class);
            assertThat(put("1", new byte[1], 1, new Announced(41, Spot.of(anna, path("new")))))
                    .isEqualTo(new ChunkResult.QuotaExceeded(41, 40));
            assertThat(put("1", new byte[1], 1, new Announced(40, Spot.of(anna, path("new")))))
                    .isEqualTo(new ChunkResult.Stored(true));
        }

        @Test
        void whatTheDestinationHoldsCountsAsFree() {
            assertThat(uploads.begin(anna, TRANSFER, new Announced(101, Spot.of(anna, path("sixty")))))
                    .isEqualTo(new BeginResult.QuotaExceeded(41, 40));
            assertThat(uploads.begin(anna, TRANSFER, new Announced(100, Spot.of(anna, path("sixty")))))
                    .isInstanceOf(BeginResult.Begun.class);
            put("1", "y".repeat(100));
            assertThat(answer(assemble("sixty"))).isInstanceOf(WriteResult.Replaced.class);
        }

        /** Desktop 3.7 and rclone tell the destination at the end only; it may be a file that makes room. */
        @Test
        void withoutADestinationOnlyTheWholeQuotaIsTheEnd() {
            assertThat(uploads.begin(anna, TRANSFER, new Announced(101, null)))
                    .isEqualTo(new BeginResult.QuotaExceeded(101, 40));
            assertThat(uploads.begin(anna, TRANSFER, new Announced(100, null))).isInstanceOf(BeginResult.Begun.class);
        }

        @Test
        void chunksThatWaitAreBoundedByTheWholeQuota() {
            begin();
            put("1", "y".repeat(70));
            FileName another = new FileName("another");
            uploads.begin(anna, another, Announced.NOTHING);
            assertThat(put("2", new byte[31], 31, Announced.NOTHING)).isEqualTo(new ChunkResult.QuotaExceeded(31, 30));
            assertThat(put("2", new byte[31], Announced.UNKNOWN, Announced.NOTHING))
                    .isEqualTo(new ChunkResult.QuotaExceeded(31, 30));
            assertThat(put("2", new byte[30], 30, Announced.NOTHING)).isEqualTo(new ChunkResult.Stored(true));
            assertThat(put("1", new byte[70], 70, Announced.NOTHING))
                    .as("a chunk makes room for the one that replaces it")
                    .isEqualTo(new ChunkResult.Stored(false));
        }

        @Test
        void assemblingIsExact() {
            begin();
            put("1", "y".repeat(20));
            put("2", "y".repeat(21));
            assertThat(answer(assemble("new"))).isEqualTo(new Refusal.QuotaExceeded(41, 40));
            assertThat(tree.exists(anna, "new")).isFalse();
            assertThat(chunks()).containsExactly("1:20", "2:21");

            put("2", "y".repeat(20));
            assertThat(answer(assemble("new"))).isInstanceOf(WriteResult.Created.class);
            assertThat(tree.files.quota(anna).availableBytes()).isZero();
        }

        @Test
        void roomThatIsMadeLaterServes() {
            begin();
            put("1", "y".repeat(50));
            assertThat(answer(assemble("new"))).isInstanceOf(Refusal.QuotaExceeded.class);
            tree.files.remove(anna, path("sixty"), coffer.files.Conditions.NONE);
            assertThat(answer(assemble("new"))).isInstanceOf(WriteResult.Created.class);
        }

        @Test
        void refusalsLeaveEvents() {
            uploads.begin(anna, TRANSFER, new Announced(101, null));
            begin();
            put("1", new byte[101], 101, Announced.NOTHING);
            put("1", "y".repeat(50));
            assemble("new");
            assertThat(tree.eventWords()
                            .subList(
                                    tree.eventWords().indexOf("upload.begun denied"),
                                    tree.eventWords().size()))
                    .isEqualTo(List.of(
                            "upload.begun denied",
                            "upload.begun ok",
                            "upload.chunk.stored denied",
                            "file.written denied"));
        }
    }

    /** Rows of open uploads without their events: quicker than beginning each. */
    private void fill(int count) {
        database.write(Partition.of(anna.space()), tx -> {
            for (int i = 0; i < count; i++) {
                tx.update("""
                        INSERT INTO upload (id, account_id, owner_uid, space_id, name, begun_us, touched_us, chunks,
                                            size_bytes, revision)
                        VALUES (?, 1, 'user1', ?, ?, 0, ?, 0, 0, 0)
                        """, 1_000_000L + i, anna.space().value(), "filler " + i, Long.MAX_VALUE);
            }
            return null;
        });
    }

    private void sql(String statement) {
        database.write(Partition.GENERAL, tx -> tx.update(statement));
    }
}
