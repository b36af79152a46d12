package coffer.server.operator;

import coffer.base.Secret;
import coffer.kits.ExportedRootKey;
import coffer.kits.KeyShare;
import coffer.kits.KeyShares;
import coffer.kits.KeyWords;
import coffer.kits.RecoveryKit;
import coffer.kits.SealedKit;
import coffer.kits.UnknownWord;
import coffer.kits.WordsRead;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Reads a recovery kit from lines, whatever kind it is: sealed text, which needs its passphrase, words, or shares. Ends at the end of the input
 * or at an empty line behind something.
 */
public final class KitInput {
    /** No kit has more: sixteen shares as words on lines of their own. */
    private static final int LINES_MAX = 1_000;

    private static final String SEALED_TEXT = "coffer recovery kit";
    private static final String SEALED_LINE = "COFFER-KIT:";
    private static final String SHARE_LINE = "COFFER-SHARE:";

    private final Lines lines;
    private final Supplier<Optional<String>> passphrase;
    private final Function<byte[], UUID> rootId;

    /** Where the lines come from. */
    @FunctionalInterface
    public interface Lines {
        Optional<String> next() throws IOException;
    }

    /** What was read is no kit, or does not open. The message is for the operator and holds no secret. */
    public static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message, null, false, false);
        }
    }

    /** @param passphrase asked for a sealed kit */
    public KitInput(Lines lines, Supplier<Optional<String>> passphrase, Function<byte[], UUID> rootId) {
        this.lines = lines;
        this.passphrase = passphrase;
        this.rootId = rootId;
    }

    /**
     * The root key; closed by the caller.
     *
     * @throws Refused with the reason
     */
    public ExportedRootKey read() throws IOException {
        List<String> read = all();
        String text = String.join("\n", read);
        if (text.startsWith(SEALED_TEXT) || text.startsWith(SEALED_LINE)) {
            return sealed(text);
        }
        return text.startsWith(SHARE_LINE) ? shares(read) : words(text);
    }

    private List<String> all() throws IOException {
        List<String> read = new ArrayList<>();
        Optional<String> line = lines.next();
        while (line.isPresent() && !(line.get().isBlank() && !read.isEmpty())) {
            if (!line.get().isBlank()) {
                read.add(line.get().strip());
            }
            if (read.size() > LINES_MAX) {
                throw new Refused("This is too long for a recovery kit.");
            }
            line = lines.next();
        }
        if (read.isEmpty()) {
            throw new Refused(
                    "Give a recovery kit on standard input: the text of a sealed kit, 24 words, or shares, one a line.");
        }
        return read;
    }

    private ExportedRootKey sealed(String text) {
        SealedKit kit =
                switch (SealedKit.read(text)) {
                    case SealedKit.Read.Damaged(String reason) ->
                        throw new Refused("This is no whole kit: " + reason + ".");
                    case SealedKit.Read.Whole(SealedKit whole) -> whole;
                };
        String typed = passphrase
                .get()
                .orElseThrow(
                        () -> new Refused("Give the kit's passphrase in " + OperatorCommand.PASSWORD_VARIABLE + "."));
        try (Secret secret = Secret.of(typed)) {
            return switch (kit.open(secret, rootId)) {
                case SealedKit.Opened.Kit(RecoveryKit opened) -> opened.key();
                case SealedKit.Opened.WrongPassphrase() -> throw new Refused("The passphrase does not open the kit.");
                case SealedKit.Opened.Damaged(String reason) ->
                    throw new Refused("The kit is damaged: " + reason + ".");
            };
        }
    }

    private ExportedRootKey words(String text) {
        return switch (KeyWords.read(text, rootId)) {
            case WordsRead.Whole<ExportedRootKey>(ExportedRootKey key) -> key;
            case WordsRead.Refused<ExportedRootKey>(String reason) ->
                throw new Refused("These words are no root key: " + reason + ".");
            case WordsRead.Unknown<ExportedRootKey>(List<UnknownWord> unknown) ->
                throw new Refused("Not in the list of words: "
                        + unknown.stream().map(KitInput::told).collect(Collectors.joining("; ")) + ".");
        };
    }

    private static String told(UnknownWord word) {
        return "word " + word.position()
                + (word.near().isEmpty() ? "" : ", perhaps " + String.join(" or ", word.near()));
    }

    private ExportedRootKey shares(List<String> read) {
        List<KeyShare> shares = new ArrayList<>();
        for (String line : read) {
            if (!(KeyShare.read(line) instanceof WordsRead.Whole<KeyShare>(KeyShare share))) {
                throw new Refused("Line " + (shares.size() + 1) + " is no whole share.");
            }
            shares.add(share);
        }
        return switch (KeyShares.combine(shares, rootId)) {
            case KeyShares.Combined.Key(ExportedRootKey key) -> key;
            case KeyShares.Combined.TooFew(int given, int needed) ->
                throw new Refused("These are " + given + " shares, and " + needed + " are needed.");
            case KeyShares.Combined.Mixed() -> throw new Refused("These shares were not made together.");
            case KeyShares.Combined.Doubled(int index) -> throw new Refused("Share " + index + " was given twice.");
            case KeyShares.Combined.Altered() -> throw new Refused("At least one of these shares is altered.");
        };
    }
}
