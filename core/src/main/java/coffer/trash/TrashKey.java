package coffer.trash;

import coffer.base.FileName;
import coffer.base.InvalidName;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What clients call something in the trash bin by: its name and a number, as {@code NAME.dNUMBER}. The number is the second of its
 * removal, or a later one when something of this name was removed within that second already. Unique within a space.
 *
 * @param markSeconds since 1970
 */
public record TrashKey(FileName name, long markSeconds) {
    private static final Pattern TEXT = Pattern.compile("(.+)\\.d(\\d{1,18})", Pattern.DOTALL);

    /** Reads what {@link #toString} has written; empty for anything else. */
    public static Optional<TrashKey> parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new TrashKey(FileName.of(parts.group(1)), Long.parseLong(parts.group(2))));
        } catch (InvalidName _) {
            return Optional.empty();
        }
    }

    /** May be longer than a file name. */
    @Override
    public String toString() {
        return name + ".d" + markSeconds;
    }
}
