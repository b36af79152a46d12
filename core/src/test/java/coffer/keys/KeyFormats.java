package coffer.keys;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;

/** The parsers of this package, for tests of others. */
public final class KeyFormats {
    private KeyFormats() {}

    /** Reads a ring of the vectors, and salvages what is good in it. */
    public static void readRing(byte[] file, long generation) throws SealBroken {
        RootKey root = new RootSecret(KeyVectors.counting(0x60, RootKey.KEY_BYTES), new SecureRandom(), "vectors");
        List<RingEntry> good = RingFile.salvage(file, root);
        if (good.stream().anyMatch(entry -> !entry.name().equals(KeyVectors.KEY_NAME))) {
            throw new AssertionError("salvaged what was never there: " + good);
        }
        RingFile.read(file, generation, root);
    }

    public static void readRoot(byte[] file) throws SealBroken {
        RootKeyText.parse(new String(file, StandardCharsets.ISO_8859_1));
    }
}
