package coffer.blobs;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.keys.SealBroken;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever the length and whatever the range: the right bytes, from the segments they lie in and no others. */
final class SealedRangeProperties {
    private static final int SEGMENT = SealedFormat.SEGMENT_BYTES;

    /** Lengths near borders of segments as often as any others. */
    @Provide
    Arbitrary<Integer> lengths() {
        Arbitrary<Integer> borders = Arbitraries.of(0, 1, 2, 3, 4)
                .flatMap(count ->
                        Arbitraries.integers().between(-2, 2).map(near -> Math.max(0, count * SEGMENT + near)));
        return Arbitraries.oneOf(borders, Arbitraries.integers().between(0, 5 * SEGMENT));
    }

    @Property(tries = 300)
    void everyRangeIsReadFromItsSegmentsAlone(
            @ForAll("lengths") int length, @ForAll("lengths") int one, @ForAll("lengths") int other) throws SealBroken {
        int from = Math.min(length, Math.min(one, other));
        int to = Math.min(length, Math.max(one, other));
        byte[] plain = Sealed.plain(length);
        Watched source = new Watched(Sealed.seal(plain));
        Workbench bench = new Workbench();
        Unpacking unsealing = Unpacking.open(source, Sealed.OBJECT, name -> Sealed.ring(Sealed.KEY, name), bench);
        source.segments.clear();

        byte[] range = Sealed.range(unsealing, from, to, bench);

        assertThat(unsealing.plainBytes()).isEqualTo(length);
        assertThat(range).isEqualTo(Arrays.copyOfRange(plain, from, to));
        assertThat(source.segments).isEqualTo(segments(from, to));
    }

    @Property(tries = 1_000)
    void lengthsFollowFromEachOther(@ForAll("lengths") int length) throws SealBroken {
        assertThat(SealedFormat.plainBytes(SealedFormat.sealedBytes(length))).isEqualTo(length);
    }

    private static Set<Long> segments(int from, int to) {
        Set<Long> segments = new TreeSet<>();
        for (int at = from; at < to; at++) {
            segments.add((long) at / SEGMENT);
        }
        return segments;
    }

    /** Notes which segments are read. */
    private static final class Watched implements SealedBytes {
        private final SealedBytes bytes;
        private final Set<Long> segments = new TreeSet<>();

        Watched(byte[] sealed) {
            bytes = SealedBytes.of(sealed);
        }

        @Override
        public long length() {
            return bytes.length();
        }

        @Override
        public void read(long position, byte[] target, int at, int count) throws SealBroken {
            segments.add((position - SealedFormat.HEADER_BYTES) / SealedFormat.SEALED_SEGMENT_BYTES);
            bytes.read(position, target, at, count);
        }

        @Override
        public void close() {}
    }
}
