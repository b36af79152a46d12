package coffer.kits;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * A root key as 24 words (BIP-39 with 256 bits): to be written down by hand and typed in again. The words are the key itself; no passphrase
 * protects them. Their checksum is eight bits, so of 256 wrong lists one is taken for right; the root id that comes out of it is another then.
 */
public final class KeyWords {
    public static final int COUNT = 24;

    private static final int CHECK_BYTES = 1;

    private KeyWords() {}

    /** The words, in their order. */
    public static List<String> of(ExportedRootKey key) {
        byte[] bytes = key.reveal();
        byte[] checked = Arrays.copyOf(bytes, ExportedRootKey.BYTES + CHECK_BYTES);
        checked[ExportedRootKey.BYTES] = check(checked);
        try {
            return WordCode.words(checked);
        } finally {
            Arrays.fill(bytes, (byte) 0);
            Arrays.fill(checked, (byte) 0);
        }
    }

    /**
     * Reads words as a person has typed them.
     *
     * @param rootId gives the id of a root key
     * @return the key, to be closed after use and compared with the root id that is needed; or what is wrong
     */
    public static WordsRead<ExportedRootKey> read(String text, Function<byte[], UUID> rootId) {
        return WrittenWords.read(text, COUNT, checked -> key(checked, rootId));
    }

    private static WordsRead<ExportedRootKey> key(byte[] checked, Function<byte[], UUID> rootId) {
        if (checked[ExportedRootKey.BYTES] != check(checked)) {
            return new WordsRead.Refused<>(
                    "the checksum of the words does not fit: two words may be exchanged, or one is another word of the list");
        }
        byte[] key = Arrays.copyOf(checked, ExportedRootKey.BYTES);
        try {
            return new WordsRead.Whole<>(ExportedRootKey.of(key, rootId));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static byte check(byte[] checked) {
        return KitDigest.first(CHECK_BYTES, checked, ExportedRootKey.BYTES)[0];
    }
}
