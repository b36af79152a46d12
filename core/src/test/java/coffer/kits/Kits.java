package coffer.kits;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.base.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/** Keys, kits and answers that the tests of this package share. */
final class Kits {
    static final String PASSPHRASE = "correct horse battery staple";
    static final Instant MADE = Instant.parse("2026-11-22T10:00:00Z");
    static final String INSTALLATION = "https://cloud.example.org";

    private Kits() {}

    /** The id of a root key as {@code docs/formats/key-ring.md} describes it. */
    static UUID rootId(byte[] key) {
        try {
            ByteBuffer id = ByteBuffer.wrap(KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.ofExtract()
                            .addIKM(key)
                            .thenExpand("coffer root id v1".getBytes(StandardCharsets.US_ASCII), 16)));
            return new UUID(id.getLong(), id.getLong());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] counting(int first, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (first + i);
        }
        return bytes;
    }

    /** The root key of the vectors, unless another first byte is given. */
    static ExportedRootKey key(int first) {
        return ExportedRootKey.of(counting(first, ExportedRootKey.BYTES), Kits::rootId);
    }

    static ExportedRootKey key() {
        return key(0x60);
    }

    static RecoveryKit kit() {
        return new RecoveryKit(key(), MADE, INSTALLATION);
    }

    static KitPassphrase passphrase() {
        return KitPassphrase.chosen(Secret.of(PASSPHRASE)).orElseThrow();
    }

    /** A kit with the fewest iterations that a reader takes. */
    static SealedKit sealed() {
        return SealedKit.seal(kit(), passphrase(), SealedKit.ITERATIONS_MIN, new SecureRandom());
    }

    static SealedKit whole(String text) {
        return switch (SealedKit.read(text)) {
            case SealedKit.Read.Whole whole -> whole.kit();
            case SealedKit.Read.Damaged damaged -> throw new AssertionError(damaged.reason());
        };
    }

    static String damage(String text) {
        return switch (SealedKit.read(text)) {
            case SealedKit.Read.Whole _ -> throw new AssertionError("taken for whole: " + text);
            case SealedKit.Read.Damaged damaged -> damaged.reason();
        };
    }

    static RecoveryKit opened(SealedKit kit, String passphrase) {
        SealedKit.Opened opened = kit.open(Secret.of(passphrase), Kits::rootId);
        assertThat(opened).isInstanceOf(SealedKit.Opened.Kit.class);
        return ((SealedKit.Opened.Kit) opened).kit();
    }

    /** The same text with the checksum that fits it. */
    static String fitted(String text) {
        String checked = text.substring(0, text.indexOf("check "));
        byte[] bytes = checked.getBytes(StandardCharsets.US_ASCII);
        byte[] check = KitDigest.first(8, bytes, bytes.length);
        return checked + "check " + HexFormat.of().formatHex(check) + "\n";
    }

    static <T> T value(WordsRead<T> read) {
        return switch (read) {
            case WordsRead.Whole<T> whole -> whole.value();
            case WordsRead.Unknown<T> unknown -> throw new AssertionError(unknown.toString());
            case WordsRead.Refused<T> refused -> throw new AssertionError(refused.reason());
        };
    }

    static <T> String refusal(WordsRead<T> read) {
        assertThat(read).isInstanceOf(WordsRead.Refused.class);
        return ((WordsRead.Refused<T>) read).reason();
    }

    static <T> List<UnknownWord> unknown(WordsRead<T> read) {
        assertThat(read).isInstanceOf(WordsRead.Unknown.class);
        return ((WordsRead.Unknown<T>) read).words();
    }

    /** Gives these bytes, one array for each request. */
    static SecureRandom giving(byte[]... chunks) {
        Iterator<byte[]> left = List.of(chunks).iterator();
        return new SecureRandom() {
            @Override
            public void nextBytes(byte[] bytes) {
                byte[] next = left.next();
                assertThat(bytes).hasSameSizeAs(next);
                System.arraycopy(next, 0, bytes, 0, bytes.length);
            }
        };
    }

    static String vector(String name) {
        try (InputStream file = Objects.requireNonNull(Kits.class.getResourceAsStream("vectors/" + name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
