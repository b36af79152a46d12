package coffer.kits;

import coffer.base.Secret;
import coffer.keys.PassphraseSeal;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * A recovery kit sealed with a passphrase: a short text to be saved, printed or pasted. Its label can be read by anybody; its key by who
 * knows the passphrase. Does not change.
 *
 * <p>Security: whoever has the text can try passphrases, each try at the cost of the iterations. The label cannot be altered without the
 * passphrase unnoticed.
 */
public final class SealedKit {
    /** How often a new kit hashes its passphrase: about a second of one processor. */
    public static final int ITERATIONS = 1_000_000;

    /** Fewer would make guessing cheap, and such a kit was not made here. */
    public static final int ITERATIONS_MIN = 100_000;

    /** More would keep a processor busy for longer than ten seconds or so. */
    public static final int ITERATIONS_MAX = 10_000_000;

    /** Far more than a kit has in either form; a longer text is something else. */
    public static final int TEXT_CHARS_MAX = 4_096;

    /** In capitals, because a QR code holds capitals and digits in less room. */
    private static final String LINE_PREFIX = "COFFER-KIT:1:";

    /** What a text turned out to be. */
    public sealed interface Read {
        record Whole(SealedKit kit) implements Read {}

        /** No whole kit; the reason begins with "it" and names no secret. */
        record Damaged(String reason) implements Read {}
    }

    /** What a passphrase has brought forth. */
    public sealed interface Opened {
        /** To be closed after use. */
        record Kit(RecoveryKit kit) implements Opened {}

        /**
         * The passphrase is another. A kit that somebody altered on purpose, and gave a fitting checksum, looks the same: nothing tells
         * both apart.
         */
        record WrongPassphrase() implements Opened {}

        /** It holds a key of another id than it says. */
        record Damaged(String reason) implements Opened {}
    }

    private final KitLabel label;
    private final int iterations;
    private final byte[] salt;
    private final byte[] sealed;

    /** Keeps the arrays as they are. */
    SealedKit(KitLabel label, int iterations, byte[] salt, byte[] sealed) {
        this.label = label;
        this.iterations = iterations;
        this.salt = salt;
        this.sealed = sealed;
    }

    /** Seals a kit. Takes about a second. */
    public static SealedKit seal(RecoveryKit kit, KitPassphrase passphrase, SecureRandom random) {
        return seal(kit, passphrase, ITERATIONS, random);
    }

    static SealedKit seal(RecoveryKit kit, KitPassphrase passphrase, int iterations, SecureRandom random) {
        byte[] salt = new byte[PassphraseSeal.SALT_BYTES];
        random.nextBytes(salt);
        byte[] nonce = new byte[PassphraseSeal.NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] bound = KitFile.bound(kit.label(), iterations, salt).getBytes(StandardCharsets.US_ASCII);
        byte[] key = kit.key().reveal();
        char[] characters = passphrase.reveal();
        try {
            byte[] sealed = PassphraseSeal.seal(key, characters, salt, iterations, nonce, bound);
            return new SealedKit(kit.label(), iterations, salt, sealed);
        } finally {
            Arrays.fill(key, (byte) 0);
            Arrays.fill(characters, '\0');
        }
    }

    /** Reads {@link #text} or {@link #line}, as somebody has pasted or scanned it. */
    public static Read read(String pasted) {
        if (pasted.length() > TEXT_CHARS_MAX) {
            return new Read.Damaged("it is too long for a recovery kit");
        }
        String text = pasted.strip();
        if (!TextLine.hasPrefix(text, LINE_PREFIX)) {
            return KitFile.parse(text);
        }
        Optional<byte[]> bytes = TextLine.bytes(text, LINE_PREFIX);
        return bytes.isPresent()
                ? KitFile.parse(new String(bytes.get(), StandardCharsets.ISO_8859_1))
                : new Read.Damaged("it is cut short or altered: it is not all hexadecimal");
    }

    /** What it says of itself; certain only once it was opened. */
    public KitLabel label() {
        return label;
    }

    /** The file: eight lines of ASCII, each with its line feed. */
    public String text() {
        return KitFile.text(KitFile.bound(label, iterations, salt), sealed);
    }

    /** The same in one line of digits and capitals, for a QR code. */
    public String line() {
        return TextLine.of(LINE_PREFIX, text().getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Opens it. Takes as long as its iterations do; who lets strangers try bounds their number.
     *
     * @param rootId gives the id of a root key
     */
    public Opened open(Secret typed, Function<byte[], UUID> rootId) {
        byte[] bound = KitFile.bound(label, iterations, salt).getBytes(StandardCharsets.US_ASCII);
        char[] passphrase = KitPassphrase.normalised(typed);
        Optional<byte[]> opened = PassphraseSeal.open(sealed, passphrase, salt, iterations, bound);
        Arrays.fill(passphrase, '\0');
        if (opened.isEmpty()) {
            return new Opened.WrongPassphrase();
        }
        byte[] key = opened.get();
        ExportedRootKey exported = ExportedRootKey.of(key, rootId);
        Arrays.fill(key, (byte) 0);
        if (exported.id().equals(label.rootId())) {
            return new Opened.Kit(new RecoveryKit(exported, label.made(), label.installation()));
        }
        exported.close();
        return new Opened.Damaged("its root id is not that of the key in it");
    }

    @Override
    public String toString() {
        return "recovery kit of " + label.installation() + " [sealed]";
    }
}
