package coffer.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.ObjectId;
import coffer.db.TestDatabase;
import coffer.keys.SealBroken;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * More than 5 GiB in one object, nearly all of them zeros: no length and no position is cut to 31 or 32 bits, and nothing is lost at the end.
 * Zeros are content like any other, so that the object takes its room on disk for as long as the test runs.
 */
final class HugeObjectTest extends BlobsContract {
    private static final long GIB = 1L << 30;
    private static final long LENGTH = 5 * GIB + 3;
    private static final long ROOM_NEEDED = 12 * GIB;
    private static final long[] BORDERS = {1L << 31, 1L << 32};

    /** Across a segment on each side. */
    private static final int NEAR = SealedFormat.SEGMENT_BYTES + 7;

    private static final NavigableMap<Long, Byte> MARKS = marks();

    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }

    @Test
    void everyByteOfFiveGibibytesComesBack() throws IOException {
        long room = Files.getFileStore(directory).getUsableSpace();
        assertThat(room)
                .as("free bytes in %s, where this test needs %s for some seconds", directory, ROOM_NEEDED)
                .isGreaterThanOrEqualTo(ROOM_NEEDED);

        StoredObject stored = objects.receive(SPACE, new Content(), ReceiveLimits.exactly(LENGTH), Set.of())
                .object();
        try {
            register(stored);
            assertLength(stored);
            assertRanges(stored.id());
            assertTwiceInARow(stored.id());
        } finally {
            store.lose(stored.id());
        }
    }

    private void assertLength(StoredObject stored) {
        assertThat(stored.sizeBytes()).isEqualTo(LENGTH);
        List<Long> row = database.read(session -> session.one(
                        "SELECT size_bytes, sealed_bytes FROM object",
                        found -> List.of(found.getLong(1), found.getLong(2))))
                .orElseThrow();
        assertThat(row).containsExactly(LENGTH, sealedLength(stored.id()));
    }

    private long sealedLength(ObjectId id) {
        try (SealedBytes bytes = store.open().open(id)) {
            return bytes.length();
        } catch (SealBroken e) {
            throw new AssertionError(e);
        }
    }

    private void assertRanges(ObjectId id) throws IOException {
        try (ObjectReader reader = objects.open(id)) {
            assertThat(reader.sizeBytes()).isEqualTo(LENGTH);
            for (long border : BORDERS) {
                for (int near : new int[] {1, 2, NEAR}) {
                    assertRange(reader, border - near, border);
                    assertRange(reader, border - near, border + near);
                    assertRange(reader, border, border + near);
                }
            }
            assertRange(reader, LENGTH - 1, LENGTH);
            assertRange(reader, LENGTH - NEAR, LENGTH);
            assertRange(reader, LENGTH, LENGTH);
            assertRange(reader, 0, LENGTH);
            assertThatThrownBy(() -> reader.transfer(LENGTH, LENGTH + 1, OutputStream.nullOutputStream()))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    /** A file of several such pieces, as an upload in chunks makes it. */
    private void assertTwiceInARow(ObjectId id) throws IOException {
        StoredObject manifest = objects.manifest(List.of(id, id), List.of(LENGTH, LENGTH));
        register(manifest);
        try (ObjectReader reader = objects.open(manifest.id())) {
            assertThat(reader.sizeBytes()).isEqualTo(2 * LENGTH);
            for (long border : BORDERS) {
                Checking second = new Checking(border - 1);
                reader.transfer(LENGTH + border - 1, LENGTH + border + NEAR, second);
                assertThat(second.position).isEqualTo(border + NEAR);
            }
        }
    }

    private static void assertRange(ObjectReader reader, long from, long to) throws IOException {
        Checking checking = new Checking(from);
        reader.transfer(from, to, checking);
        assertThat(checking.position).as("end of the range from %d", from).isEqualTo(to);
    }

    /** Before, at and behind each border, and at the end. */
    private static NavigableMap<Long, Byte> marks() {
        NavigableMap<Long, Byte> marks = new TreeMap<>();
        for (long border : BORDERS) {
            for (long position = border - 1; position <= border + 1; position++) {
                marks.put(position, (byte) (marks.size() + 1));
            }
        }
        marks.put(LENGTH - 1, (byte) (marks.size() + 1));
        return marks;
    }

    private static void fill(long position, byte[] target, int at, int count) {
        Arrays.fill(target, at, at + count, (byte) 0);
        for (Map.Entry<Long, Byte> mark :
                MARKS.subMap(position, position + count).entrySet()) {
            target[at + (int) (mark.getKey() - position)] = mark.getValue();
        }
    }

    private static final class Content extends InputStream {
        private long position;

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(byte[] target, int at, int length) {
            int count = (int) Math.min(length, LENGTH - position);
            fill(position, target, at, count);
            position += count;
            return count == 0 && length > 0 ? -1 : count;
        }
    }

    /** Takes what the content has from a position on, and nothing else. */
    private static final class Checking extends OutputStream {
        private byte[] expected = new byte[0];
        private long position;

        Checking(long position) {
            this.position = position;
        }

        @Override
        public void write(int value) {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int at, int count) {
            java.util.Objects.checkFromIndexSize(at, count, bytes.length);
            if (expected.length < count) {
                expected = new byte[count];
            }
            fill(position, expected, 0, count);
            int wrong = Arrays.mismatch(bytes, at, at + count, expected, 0, count);
            if (wrong >= 0) {
                throw new AssertionError("position " + (position + wrong) + " has another byte");
            }
            position += count;
        }
    }
}
