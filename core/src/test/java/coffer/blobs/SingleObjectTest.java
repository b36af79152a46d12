package coffer.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.ObjectId;
import coffer.disk.RealDisk;
import coffer.keys.KeyName;
import coffer.keys.SealBroken;
import coffer.keys.SpaceKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects as files, without an installation. */
final class SingleObjectTest {
    private static final int LENGTH = 200_000;

    @TempDir
    private Path directory;

    private final byte[] plain = Sealed.plain(LENGTH);
    private final byte[] sealed = Sealed.seal(plain);

    private static Optional<SpaceKey> keys(KeyName name) {
        return Sealed.ring(Sealed.KEY, name);
    }

    private static Optional<SpaceKey> noKeys(KeyName name) {
        return Optional.<SpaceKey>empty().filter(key -> key.name().equals(name));
    }

    private SingleObject object(byte[] bytes) throws IOException {
        return object("object", bytes);
    }

    private SingleObject object(String name, byte[] bytes) throws IOException {
        return SingleObject.open(Files.write(directory.resolve(name), bytes));
    }

    /** As the writer of plain objects makes them. */
    private static byte[] plainObject(byte[] content) {
        Workbench bench = new Workbench();
        PlainPacking packing = new PlainPacking(bench, Sealed.OBJECT);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long segments = SealedFormat.segments(content.length);
        for (int i = 0; i < segments; i++) {
            int length = SealedFormat.plainBytesOfSegment(i, content.length);
            System.arraycopy(content, i * SealedFormat.SEGMENT_BYTES, bench.plain, 0, length);
            packing.pack(length, i == segments - 1);
            out.write(bench.sealed, packing.pieceAt(), packing.pieceBytes());
        }
        out.writeBytes(packing.trailer());
        return out.toByteArray();
    }

    @Test
    void theHeaderIsShownAsItStandsThere() throws Exception {
        try (SingleObject object = object(sealed)) {
            assertThat(object.header())
                    .isEqualTo(new StoredHeader(
                            true,
                            1,
                            1,
                            16,
                            Sealed.KEY_NAME.id(),
                            1,
                            Sealed.OBJECT,
                            true,
                            sealed.length,
                            OptionalLong.of(LENGTH)));
        }
        byte[] odd = Arrays.copyOf(sealed, 128);
        odd[8] = (byte) 200;
        odd[12] = (byte) 0xff;
        try (SingleObject object = object(odd)) {
            assertThat(object.header())
                    .isEqualTo(new StoredHeader(
                            true,
                            200,
                            1,
                            16,
                            Sealed.KEY_NAME.id(),
                            0xff000001L,
                            Sealed.OBJECT,
                            false,
                            128,
                            OptionalLong.empty()));
        }
        byte[] open = plainObject(plain);
        try (SingleObject object = object(open)) {
            assertThat(object.header())
                    .isEqualTo(new StoredHeader(
                            false,
                            1,
                            0,
                            16,
                            new UUID(0, 0),
                            0,
                            Sealed.OBJECT,
                            true,
                            open.length,
                            OptionalLong.of(LENGTH)));
        }
    }

    @Test
    void whatDoesNotBeginAsAnObjectHasNoHeader() throws Exception {
        for (byte[] bytes : new byte[][] {new byte[0], new byte[500], Arrays.copyOf(sealed, 127)}) {
            try (SingleObject object = object(bytes)) {
                assertThatThrownBy(object::header).isInstanceOf(SealBroken.class);
                assertThatThrownBy(object::verify).isInstanceOf(SealBroken.class);
            }
        }
        assertThatThrownBy(() -> SingleObject.open(directory.resolve("nothing")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aWholeObjectVerifiesAndOpens() throws Exception {
        try (SingleObject object = object(sealed)) {
            object.verify();
            object.verify(SingleObjectTest::keys);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            object.transfer(SingleObjectTest::keys, out);
            assertThat(out.toByteArray()).isEqualTo(plain);
        }
        try (SingleObject object = object(plainObject(plain))) {
            object.verify();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            object.transfer(SingleObjectTest::noKeys, out);
            assertThat(out.toByteArray()).isEqualTo(plain);
        }
        try (SingleObject object = object(Sealed.seal(new byte[0]))) {
            object.verify(SingleObjectTest::keys);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9, 40, 100, 110, 127})
    void aDamagedHeaderIsFoundWithoutKeys(int at) throws Exception {
        for (byte[] bytes : new byte[][] {sealed.clone(), plainObject(plain)}) {
            bytes[at] ^= 1;
            try (SingleObject object = object(bytes)) {
                assertThatThrownBy(object::verify).isInstanceOf(SealBroken.class);
                assertThatThrownBy(() -> object.verify(SingleObjectTest::keys)).isInstanceOf(SealBroken.class);
            }
        }
    }

    @Test
    void damagedContentIsFoundWithKeysAndOfPlainObjectsWithout() throws Exception {
        for (int at : new int[] {128, 100_000, sealed.length - 1}) {
            byte[] bytes = sealed.clone();
            bytes[at] ^= 1;
            try (SingleObject object = object(bytes)) {
                object.verify();
                assertThatThrownBy(() -> object.verify(SingleObjectTest::keys)).isInstanceOf(SealBroken.class);
            }
            byte[] open = plainObject(plain);
            open[Math.min(at, open.length - 1)] ^= 1;
            try (SingleObject object = object(open)) {
                assertThatThrownBy(object::verify).isInstanceOf(SealBroken.class);
            }
        }
    }

    /** Where a cut leaves a length that an object could have, only the tag of the last segment tells. */
    @Test
    void aCutIsFound() throws Exception {
        try (SingleObject object = object(Arrays.copyOf(sealed, sealed.length - 1))) {
            assertThatThrownBy(() -> object.verify(SingleObjectTest::keys)).isInstanceOf(SealBroken.class);
        }
        try (SingleObject object = object(Arrays.copyOf(sealed, 128 + 65_552 + 16))) {
            assertThatThrownBy(object::verify).isInstanceOf(SealBroken.class).hasMessageContaining("no whole object");
        }
    }

    @Test
    void aFileThatIsCalledByAnotherIdIsRefused() throws Exception {
        try (SingleObject right = object(Sealed.OBJECT.toString(), sealed)) {
            right.verify();
        }
        try (SingleObject wrong = object(new ObjectId(UUID.randomUUID()).toString(), sealed)) {
            assertThatThrownBy(wrong::verify)
                    .isInstanceOf(SealBroken.class)
                    .hasMessageContaining(Sealed.OBJECT.toString());
        }
    }

    @Test
    void withoutItsKeyASealedObjectDoesNotOpen() throws Exception {
        try (SingleObject object = object(sealed)) {
            assertThatThrownBy(() -> object.verify(SingleObjectTest::noKeys))
                    .isInstanceOf(SealBroken.class)
                    .hasMessageContaining(Sealed.KEY_NAME.toString());
        }
    }

    @Test
    void contentGoesIntoANewPrivateFile() throws Exception {
        Path target = directory.resolve("content");
        try (SingleObject object = object(sealed)) {
            object.transfer(SingleObjectTest::keys, new RealDisk(), target);
            assertThat(Files.readAllBytes(target)).isEqualTo(plain);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
                    .isEqualTo("rw-------");

            assertThatThrownBy(() -> object.transfer(SingleObjectTest::keys, new RealDisk(), target))
                    .isInstanceOf(FileAlreadyExistsException.class);
            assertThat(Files.readAllBytes(target)).isEqualTo(plain);
        }
    }

    @Test
    void ofDamagedContentNoFileIsLeft() throws Exception {
        Path target = directory.resolve("content");
        byte[] bytes = sealed.clone();
        bytes[128 + 65_552] ^= 1;
        try (SingleObject object = object(bytes)) {
            assertThatThrownBy(() -> object.transfer(SingleObjectTest::keys, new RealDisk(), target))
                    .isInstanceOf(SealBroken.class);
            assertThatThrownBy(() -> object.transfer(SingleObjectTest::noKeys, new RealDisk(), target))
                    .isInstanceOf(SealBroken.class);
        }
        assertThat(target).doesNotExist();
    }
}
