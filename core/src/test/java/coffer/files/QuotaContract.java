package coffer.files;

import static coffer.files.TreeKit.path;
import static coffer.files.TreeKit.stream;
import static org.assertj.core.api.Assertions.assertThat;

import coffer.base.AccountId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A space never holds more than its quota, and may be filled to the last byte. */
abstract class QuotaContract extends TreeContract {
    @Test
    void theLastByteFitsAndOneMoreDoesNot() {
        quota(10);
        kit.put(anna, "a", "12345");
        assertThat(kit.write(anna, "b", "123456")).isEqualTo(new Refusal.QuotaExceeded(6, 5));
        kit.put(anna, "b", "12345");
        assertThat(files.quota(anna)).isEqualTo(new UsedQuota(10, 0));
        assertThat(kit.write(anna, "c", "1")).isEqualTo(new Refusal.QuotaExceeded(1, 0));
        assertThat(kit.exists(anna, "c")).isFalse();
        assertThat(kit.eventWords()).endsWith("file.written denied");
    }

    @Test
    void replacedContentCountsTheDifference() {
        quota(10);
        kit.put(anna, "a", "1234567890");
        kit.put(anna, "a", "abcdefghij");
        assertThat(kit.write(anna, "a", "abcdefghijk")).isEqualTo(new Refusal.QuotaExceeded(1, 0));
        assertThat(kit.read(anna, "a")).isEqualTo("abcdefghij");
    }

    @Test
    void anAnnouncedTotalOverTheQuotaIsRefusedUnread() throws IOException {
        quota(10);
        WatchedStream body = new WatchedStream();
        Upload upload = new Upload(body, Upload.UNKNOWN, null, null, null, 11, false, Set.of());
        assertThat(files.write(anna, path("a"), upload, Conditions.NONE)).isEqualTo(new Refusal.QuotaExceeded(11, 10));
        assertThat(body.wasRead()).isFalse();
    }

    @Test
    void contentOfUnknownLengthEndsAtTheQuota() throws IOException {
        quota(10);
        assertThat(files.write(anna, path("a"), Upload.of(stream("12345678901"), Upload.UNKNOWN), Conditions.NONE))
                .isInstanceOf(Refusal.QuotaExceeded.class);
        assertThat(files.write(anna, path("a"), Upload.of(stream("1234567890"), Upload.UNKNOWN), Conditions.NONE))
                .isInstanceOf(WriteResult.Created.class);
    }

    @Test
    void belowAQuotaThatWasLoweredOneMayStillShrinkAndRemove() {
        kit.put(anna, "a", "1234567890");
        kit.put(anna, "b", "1234567890");
        quota(5);
        assertThat(files.quota(anna)).isEqualTo(new UsedQuota(20, 0));
        assertThat(kit.write(anna, "a", "123456789")).isInstanceOf(WriteResult.Replaced.class);
        assertThat(files.remove(anna, path("b"), Conditions.NONE)).isInstanceOf(RemoveResult.Removed.class);
        assertThat(kit.write(anna, "empty", "")).isInstanceOf(WriteResult.Created.class);
        assertThat(kit.write(anna, "c", "1")).isEqualTo(new Refusal.QuotaExceeded(1, 0));
    }

    @Test
    void aFullSpaceTakesNoCollections() {
        quota(1);
        kit.mkdir(anna, "a");
        kit.put(anna, "b", "1");
        assertThat(files.makeCollection(anna, path("c"), Conditions.NONE, List.of()))
                .isEqualTo(new Refusal.QuotaExceeded(1, 0));
    }

    @Test
    void withoutAQuotaThereIsNoEnd() {
        assertThat(files.quota(anna)).isEqualTo(new UsedQuota(0, UsedQuota.UNLIMITED));
    }

    @Test
    void aLargerFileThanAnyIsRefusedUnread() throws IOException {
        WatchedStream body = new WatchedStream();
        Upload upload = Upload.of(body, Files.FILE_BYTES_MAX + 1);
        assertThat(files.write(anna, path("a"), upload, Conditions.NONE))
                .isEqualTo(new Refusal.TooLarge(Files.FILE_BYTES_MAX));
        assertThat(body.wasRead()).isFalse();
    }

    /** Sixteen uploads of 100 bytes into room for ten: exactly ten succeed, whichever they are. */
    @Test
    void parallelUploadsNeverExceedTheQuotaAndUseAllOfIt() throws Exception {
        quota(1_000);
        String content = "x".repeat(100);
        List<Future<WriteResult>> uploads = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 16; i++) {
                String name = "file" + i;
                uploads.add(executor.submit(() -> kit.write(anna, name, content)));
            }
        }
        int created = 0;
        for (Future<WriteResult> upload : uploads) {
            switch (upload.get()) {
                case WriteResult.Created _ -> created++;
                case Refusal.QuotaExceeded _ -> assertThat(created).isLessThanOrEqualTo(10);
                case WriteResult other -> throw new AssertionError(other);
            }
        }
        assertThat(created).isEqualTo(10);
        assertThat(files.quota(anna)).isEqualTo(new UsedQuota(1_000, 0));
    }

    private void quota(long bytes) {
        kit.quotas.put(new AccountId(1), bytes);
    }
}
