package coffer.kits;

import coffer.base.Secret;
import java.nio.CharBuffer;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A passphrase that may seal a new recovery kit. Every character counts, spaces too; letters that can be written in two ways are one
 * (Unicode NFC), because keyboards differ. Opening takes whatever was typed.
 */
public final class KitPassphrase implements AutoCloseable {
    /** Fewer are guessed from a stolen sheet, whatever the number of iterations. In Unicode code points, after NFC. */
    public static final int CHARACTERS_MIN = 12;

    /** More is no passphrase that a person keeps. */
    public static final int CHARACTERS_MAX = 1_024;

    /** Of a generated one: 77 bits. */
    public static final int GENERATED_WORDS = 7;

    private final Secret text;

    private KitPassphrase(Secret text) {
        this.text = text;
    }

    /** What an administrator has chosen; empty when it is shorter or longer than the limits. */
    public static Optional<KitPassphrase> chosen(Secret typed) {
        char[] characters = normalised(typed);
        try {
            int count = Character.codePointCount(characters, 0, characters.length);
            return count < CHARACTERS_MIN || count > CHARACTERS_MAX
                    ? Optional.empty()
                    : Optional.of(new KitPassphrase(new Secret(characters)));
        } finally {
            Arrays.fill(characters, '\0');
        }
    }

    /** {@link #GENERATED_WORDS} words of the list, each as likely as any other, with one space between. */
    public static KitPassphrase generated(SecureRandom random) {
        String words = IntStream.range(0, GENERATED_WORDS)
                .mapToObj(_ -> WordList.ENGLISH.word(random.nextInt(WordList.WORDS)))
                .collect(Collectors.joining(" "));
        return new KitPassphrase(Secret.of(words));
    }

    /** To be shown once, to the person who keeps it; closed by the caller. */
    public Secret text() {
        char[] characters = reveal();
        try {
            return new Secret(characters);
        } finally {
            Arrays.fill(characters, '\0');
        }
    }

    @Override
    public void close() {
        text.close();
    }

    @Override
    public String toString() {
        return text.toString();
    }

    /** A copy that the caller overwrites after use. */
    char[] reveal() {
        return text.reveal();
    }

    /**
     * The form that keys are derived from; a copy that the caller overwrites after use. The JDK normalises by way of a {@code String}, which
     * nobody can overwrite; it is made only where the text is not normalised already.
     */
    static char[] normalised(Secret typed) {
        char[] characters = typed.reveal();
        if (Normalizer.isNormalized(CharBuffer.wrap(characters), Normalizer.Form.NFC)) {
            return characters;
        }
        char[] composed = Normalizer.normalize(CharBuffer.wrap(characters), Normalizer.Form.NFC)
                .toCharArray();
        Arrays.fill(characters, '\0');
        return composed;
    }
}
