package coffer.blobs;

import coffer.base.ObjectId;
import coffer.keys.KeyName;
import coffer.keys.KeyVectors;
import coffer.keys.SealBroken;
import coffer.keys.SpaceKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.UUID;

/** Sealed objects in memory, with the keys of the vectors unless another is given. */
final class Sealed {
    static final ObjectId OBJECT = new ObjectId(UUID.fromString("aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"));
    static final KeyName KEY_NAME = KeyVectors.KEY_NAME;
    static final SpaceKey KEY = KeyVectors.KEY;

    private Sealed() {}

    /** The plain content of the vectors: byte i is 31 i + 7. */
    static byte[] plain(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (31 * i + 7);
        }
        return bytes;
    }

    static byte[] seal(byte[] plain) {
        return seal(plain, OBJECT, 0x00);
    }

    /** Seals with the data key whose bytes count up from {@code dataKeyFrom}. */
    static byte[] seal(byte[] plain, ObjectId object, int dataKeyFrom) {
        Workbench bench = new Workbench();
        Sealing sealing =
                new Sealing(bench, KEY, object, KeyVectors.counting(dataKeyFrom, 32), KeyVectors.counting(0x40, 12));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long segments = SealedFormat.segments(plain.length);
        for (int i = 0; i < segments; i++) {
            int length = SealedFormat.plainBytesOfSegment(i, plain.length);
            System.arraycopy(plain, i * SealedFormat.SEGMENT_BYTES, bench.plain, 0, length);
            sealing.pack(length, i == segments - 1);
            out.write(bench.sealed, sealing.pieceAt(), sealing.pieceBytes());
        }
        return out.toByteArray();
    }

    /** All plain bytes of a sealed object, read with {@link #KEY}. */
    static byte[] open(byte[] sealed) throws SealBroken {
        return open(SealedBytes.of(sealed), OBJECT, KEY);
    }

    static byte[] open(SealedBytes source, ObjectId object, SpaceKey key) throws SealBroken {
        Workbench bench = new Workbench();
        Unpacking unsealing = Unpacking.open(source, object, name -> ring(key, name), bench);
        return range(unsealing, 0, unsealing.plainBytes(), bench);
    }

    static byte[] range(Unpacking unsealing, long from, long to, Workbench bench) throws SealBroken {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            unsealing.transfer(from, to, out, bench);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** A ring that holds this one key. */
    static Optional<SpaceKey> ring(SpaceKey key, KeyName name) {
        return key.name().equals(name) ? Optional.of(key) : Optional.empty();
    }
}
