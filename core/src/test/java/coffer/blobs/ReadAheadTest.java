package coffer.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.disk.StorageFailure;
import coffer.keys.SealBroken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

/** Two threads hand out what one would. */
final class ReadAheadTest {
    private static final int SEGMENT = SealedFormat.SEGMENT_BYTES;
    private static final int WORTH = ReadAhead.WORTH_SEGMENTS * SEGMENT;
    private static final int LOT = ReadAhead.LOT_SEGMENTS * SEGMENT;

    private final Workbenches benches = new Workbenches();
    private final ReadAhead ahead = new ReadAhead(benches, 1);
    private final byte[] plain = Sealed.plain(3 * WORTH + 3 * SEGMENT + 5);
    private final byte[] sealed = Sealed.seal(plain);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void rangesWithEndsAtAndNearBordersOfLotsComeAsTheyAre() throws Exception {
        Unpacking object = open(SealedBytes.of(sealed));
        for (int from : new int[] {0, 1, SEGMENT - 1, SEGMENT, LOT - 1, LOT, LOT + 1}) {
            for (int length : new int[] {WORTH, WORTH + 1, WORTH + SEGMENT, WORTH + LOT - 1, WORTH + LOT, 2 * WORTH}) {
                out.reset();

                ahead.transfer(object, from, from + length, out);

                assertThat(out.toByteArray())
                        .as("%d bytes from %d on", length, from)
                        .isEqualTo(Arrays.copyOfRange(plain, from, from + length));
            }
        }
    }

    @Test
    void aWholeObjectComesWithItsLastShortSegment() throws Exception {
        ahead.transfer(open(SealedBytes.of(sealed)), 0, plain.length, out);

        assertThat(out.toByteArray()).isEqualTo(plain);
    }

    @Test
    void onlyWhatIsWorthItHasASecondThread() throws Exception {
        Watched source = new Watched(sealed, _ -> {});
        Unpacking object = open(source);

        ahead.transfer(object, 0, WORTH - 1, out);
        assertThat(source.readers).containsExactly(Thread.currentThread());

        ahead.transfer(object, 0, WORTH, out);
        assertThat(source.readers).hasSizeGreaterThan(1);
    }

    @Test
    void thoseForWhomThereIsNoRoomHaveOneThreadAndTheNextHasTwoAgain() throws Exception {
        Watched outer = new Watched(sealed, _ -> {});
        Watched inner = new Watched(sealed, _ -> {});
        Unpacking within = open(inner);
        OutputStream transfersWithin = new OutputStream() {
            @Override
            public void write(int b) {
                throw new AssertionError("lots are written whole");
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                try {
                    ahead.transfer(within, 0, WORTH, OutputStream.nullOutputStream());
                } catch (SealBroken e) {
                    throw new IOException(e);
                }
            }
        };

        ahead.transfer(open(outer), 0, WORTH, transfersWithin);
        assertThat(outer.readers).hasSizeGreaterThan(1);
        assertThat(inner.readers).containsExactly(Thread.currentThread());

        ahead.transfer(within, 0, WORTH, out);
        assertThat(inner.readers).hasSizeGreaterThan(1);
    }

    @Test
    void whatLiesBeforeTheDamageIsWrittenAndNothingBehindIt() throws Exception {
        int segment = ReadAhead.LOT_SEGMENTS + 3;
        byte[] damaged = sealed.clone();
        damaged[(int) SealedFormat.position(segment) + 17] ^= 1;
        Watched source = new Watched(damaged, _ -> {});
        Unpacking object = open(source);
        source.begun.set(0);

        assertThatThrownBy(() -> ahead.transfer(object, 0, plain.length, out))
                .isInstanceOf(SealBroken.class)
                .hasMessageContaining("segment " + segment);

        assertThat(out.toByteArray()).isEqualTo(Arrays.copyOf(plain, segment * SEGMENT));
        assertThat(source.begun).as("each segment is read once").hasValue(segment + 1);
        assertThat(benches.idle()).isOne();
    }

    @Test
    void aFailureOfTheDiskArrivesAsItIs() throws Exception {
        StorageFailure failure = new StorageFailure("reading", new IOException("Input/output error"));
        Watched source = new Watched(sealed, position -> {
            if (position == SealedFormat.position(2L * ReadAhead.LOT_SEGMENTS)) {
                throw failure;
            }
        });
        Unpacking object = open(source);

        assertThatThrownBy(() -> ahead.transfer(object, 0, plain.length, out)).isSameAs(failure);

        assertThat(out.toByteArray()).isEqualTo(Arrays.copyOf(plain, 2 * LOT));
    }

    @Test
    void whenTheClientHasGoneNobodyReadsAnyMore() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        Watched source = new Watched(sealed, _ -> {
            if (Thread.currentThread().isVirtual()) {
                await(gone);
            }
        });
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                gone.countDown();
                throw new IOException("Broken pipe");
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                write(bytes[offset]);
            }
        };
        Unpacking object = open(source);

        assertThatThrownBy(() -> ahead.transfer(object, 0, plain.length, closed))
                .hasMessage("Broken pipe");

        assertThat(source.ended).hasValue(source.begun.get());
        assertThat(benches.idle()).isOne();
        ahead.transfer(object, 0, plain.length, out);
        assertThat(out.toByteArray()).isEqualTo(plain);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Unpacking open(SealedBytes source) throws SealBroken {
        return Unpacking.open(source, Sealed.OBJECT, name -> Sealed.ring(Sealed.KEY, name), new Workbench());
    }

    /** Notes who reads. */
    private static final class Watched implements SealedBytes {
        final Set<Thread> readers = ConcurrentHashMap.newKeySet();
        final AtomicInteger begun = new AtomicInteger();
        final AtomicInteger ended = new AtomicInteger();
        private final SealedBytes bytes;

        private final LongConsumer before;

        Watched(byte[] sealed, LongConsumer before) {
            this.bytes = SealedBytes.of(sealed);
            this.before = before;
        }

        @Override
        public long length() {
            return bytes.length();
        }

        @Override
        public void read(long position, byte[] target, int at, int count) throws SealBroken {
            begun.incrementAndGet();
            readers.add(Thread.currentThread());
            before.accept(position);
            bytes.read(position, target, at, count);
            ended.incrementAndGet();
        }

        @Override
        public void close() {}
    }
}
