package coffer.adapter.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How objects are cut into parts, and where parts wait. */
final class PartsTest {
    private static final int MIB = 1024 * 1024;
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void theSizeDoublesAfterEach950Parts() {
        PartSizes sizes = new PartSizes(8 * MIB);
        assertThat(sizes.bytes(1)).isEqualTo(8 * MIB);
        assertThat(sizes.bytes(950)).isEqualTo(8 * MIB);
        assertThat(sizes.bytes(951)).isEqualTo(16 * MIB);
        assertThat(sizes.bytes(1_900)).isEqualTo(16 * MIB);
        assertThat(sizes.bytes(1_901)).isEqualTo(32 * MIB);
    }

    @ParameterizedTest
    @ValueSource(ints = {S3Limits.PART_BYTES_MIN, 8 * MIB, S3Limits.PART_BYTES_MAX})
    void theLongestObjectFitsIntoThePartsThatS3Takes(int first) {
        PartSizes sizes = new PartSizes(first);
        long total = 0;
        for (int number = 1; number <= PartSizes.PARTS_MAX; number++) {
            long bytes = sizes.bytes(number);
            assertThat(bytes).isBetween((long) S3Limits.PART_BYTES_MIN, PartSizes.PART_BYTES_MAX);
            total += bytes;
        }
        assertThat(total).isGreaterThanOrEqualTo(PartSizes.OBJECT_BYTES_MAX);
    }

    @Test
    void partsAreNumberedFromOneToTenThousand() {
        PartSizes sizes = new PartSizes(8 * MIB);
        assertThat(sizes.bytes(10_000)).isPositive();
        assertThatThrownBy(() -> sizes.bytes(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sizes.bytes(10_001)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void limitsHaveBounds() {
        assertThat(new S3Limits(5 * MIB, SECOND, SECOND, SECOND).partBytes()).isEqualTo(5 * MIB);
        assertThat(new S3Limits(64 * MIB, SECOND, SECOND, SECOND).partBytes()).isEqualTo(64 * MIB);
        assertThatThrownBy(() -> new S3Limits(5 * MIB - 1, SECOND, SECOND, SECOND))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new S3Limits(64 * MIB + 1, SECOND, SECOND, SECOND))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new S3Limits(8 * MIB, SECOND, Duration.ZERO, SECOND))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(S3Limits.DEFAULT.partBytes()).isEqualTo(8 * MIB);
    }

    @Test
    void aCallMayTakeLongerTheMoreItMoves() {
        S3Limits limits = new S3Limits(8 * MIB, SECOND, SECOND, Duration.ofSeconds(10));
        assertThat(limits.callTimeout(0)).isEqualTo(Duration.ofSeconds(10));
        assertThat(limits.callTimeout(8L * MIB)).isEqualTo(Duration.ofSeconds(10 + 64));
    }

    @ParameterizedTest
    @ValueSource(
            ints = {0, 1, PartBuffers.PIECE_BYTES - 1, PartBuffers.PIECE_BYTES, PartBuffers.PIECE_BYTES + 1, 500_000})
    void aPartGivesItsBytesAsOftenAsAsked(int length) throws IOException {
        byte[] content = new byte[length];
        new Random(length).nextBytes(content);
        PartBuffer part = new PartBuffer(new PartBuffers());
        for (int at = 0; at < length; at += 70_001) {
            part.append(content, at, Math.min(70_001, length - at));
        }
        assertThat(part.length()).isEqualTo(length);
        assertThat(part.stream().readAllBytes()).isEqualTo(content);
        assertThat(part.stream().readAllBytes()).isEqualTo(content);

        part.clear();
        assertThat(part.length()).isZero();
        assertThat(part.stream().readAllBytes()).isEmpty();
    }

    /** The check value of CRC-32C (RFC 3720 calls it so; catalogue "CRC-32/ISCSI") is e3069283; MD5 by {@code md5sum}. */
    @Test
    void checksumsAreThoseOfTheBytes() {
        PartBuffer part = new PartBuffer(new PartBuffers());
        assertThat(part.crc32c()).isEqualTo("AAAAAA==");
        byte[] nine = "123456789".getBytes(StandardCharsets.US_ASCII);
        part.append(nine, 0, 4);
        part.append(nine, 4, 5);
        assertThat(part.crc32c()).isEqualTo("4waSgw==");
        assertThat(part.md5()).isEqualTo("JfnnlDI7RTiF9RgfG2JNCw==");
        part.clear();
        assertThat(part.crc32c()).isEqualTo("AAAAAA==");
    }

    @Test
    void aPartHoldsNoMoreMemoryThanItNeedsAndGivesItBack() {
        PartBuffers pool = new PartBuffers();
        PartBuffer part = new PartBuffer(pool);
        part.append(new byte[10], 0, 10);
        part.append(new byte[PartBuffers.PIECE_BYTES], 0, PartBuffers.PIECE_BYTES);
        assertThat(pool.idle()).isZero();
        part.clear();
        assertThat(pool.idle()).isEqualTo(2);
        part.append(new byte[1], 0, 1);
        assertThat(pool.idle()).isOne();
    }

    @Test
    void thePoolKeepsABoundedNumberOfPieces() {
        PartBuffers pool = new PartBuffers();
        byte[] piece = new byte[PartBuffers.PIECE_BYTES];
        for (int i = 0; i <= PartBuffers.IDLE_MAX; i++) {
            pool.giveBack(Arrays.copyOf(piece, piece.length));
        }
        assertThat(pool.idle()).isEqualTo(PartBuffers.IDLE_MAX);
    }
}
