package coffer.systemtests.replay;

import java.time.DateTimeException;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How a value of ours is compared with the recorded one. A value that is not there is null; two such are the same, unless a rule says otherwise. */
@FunctionalInterface
interface How {

    boolean same(@Nullable String recorded, @Nullable String ours, Place place);

    /** The same text. */
    How EQUAL = (recorded, ours, place) -> Objects.equals(recorded, ours);

    /** The same text, and an empty one is none. */
    How EQUAL_OR_EMPTY = (recorded, ours, place) ->
            Objects.requireNonNullElse(recorded, "").equals(Objects.requireNonNullElse(ours, ""));

    /** Both there or both not; what it says is the server's own affair. */
    How PRESENT = (recorded, ours, place) -> (recorded == null) == (ours == null);

    /** Of a JSON leaf: the same type. */
    How TYPE = (recorded, ours, place) -> type(recorded).equals(type(ours));

    /**
     * A tag of a server's own making, in quotation marks where the recorded one is: the same one as long as the recorded one is the same, and
     * another one as soon as that is another.
     */
    How TAG = both((recorded, ours, place) -> recorded.startsWith("\"") == ours.startsWith("\"")
            && place.learnt().same(place.collection() ? place.path() + "|" : "", unquoted(recorded), unquoted(ours)));

    Pattern LONG_ID = Pattern.compile("\\d{8,}oc[0-9a-z]{10}");

    /** A file id with the instance behind it: ours stands for the recorded one ever after. */
    How FILE_ID = both((recorded, ours, place) ->
            LONG_ID.matcher(bare(ours)).matches() && place.learnt().same("", bare(recorded), bare(ours)));

    /** A file id as a number. */
    How FILE_NUMBER = both(
            (recorded, ours, place) -> ours.matches("\\d+") && place.learnt().same("number|", recorded, ours));

    /** A date: the same one if a client has said it, otherwise any that can be read. */
    How TIME = both((recorded, ours, place) -> {
        boolean said = place.contents().at(place.path()).map(Stored::timeSaid).orElse(false);
        return said ? recorded.equals(ours) : isDate(ours);
    });

    /** The right sum of the right content; where the content was made up, another one than the recorded. */
    How CHECKSUM = both(
            (recorded, ours, place) -> recorded.equals(ours) || place.learnt().same("", bare(recorded), bare(ours)));

    /** A token of a flow: ours is put in the place of the recorded one from then on. */
    How TOKEN = both((recorded, ours, place) -> {
        place.learnt().same("", bare(recorded), bare(ours));
        return ours.matches("\"[A-Za-z0-9_-]{128}\"");
    });

    /** An address in which a token may stand, which is learnt. */
    How ADDRESS = both((recorded, ours, place) -> {
        int token = recorded.indexOf('{');
        if (token < 0) {
            return recorded.equals(ours);
        }
        var before = recorded.substring(0, token);
        if (!ours.startsWith(before)) {
            return false;
        }
        place.learnt().same("", bare(recorded.substring(token)), bare(ours.substring(token)));
        return ours.substring(token).matches("[A-Za-z0-9_-]{128}\"");
    });

    /** An app password: ours is put in the place of the recorded one from then on. */
    How SECRET = both((recorded, ours, place) -> {
        place.learnt().same("", bare(recorded), bare(ours));
        return ours.matches("\"[A-Za-z0-9]{72}\"");
    });

    /** Of a list with commas: whether it has these items. */
    static How items(String... items) {
        return (recorded, ours, place) -> Arrays.stream(items).allMatch(item -> has(recorded, item) == has(ours, item));
    }

    /** The scheme of a challenge. */
    How SCHEME = both((recorded, ours, place) -> recorded.split(" ", -1)[0].equals(ours.split(" ", -1)[0]));

    /** Compares two values that are there. */
    @FunctionalInterface
    interface OfTwo {
        boolean same(String recorded, String ours, Place place);
    }

    private static How both(OfTwo how) {
        return (recorded, ours, place) ->
                (recorded != null && ours != null) ? how.same(recorded, ours, place) : Objects.equals(recorded, ours);
    }

    private static String unquoted(String tag) {
        return tag.replace("\"", "");
    }

    /** Without the element or the quotation marks around it. */
    private static String bare(String value) {
        return value.replaceAll("<[^>]*>|\"", "");
    }

    private static boolean has(@Nullable String list, String item) {
        return list != null
                && Arrays.stream(list.split(",", -1))
                        .map(String::strip)
                        .toList()
                        .contains(item);
    }

    private static boolean isDate(String text) {
        try {
            DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT).parse(text);
            return text.endsWith(" GMT");
        } catch (DateTimeException _) {
            return false;
        }
    }

    private static String type(@Nullable String leaf) {
        if (leaf == null || leaf.isEmpty()) {
            return "nothing";
        }
        return switch (leaf.charAt(0)) {
            case '"' -> "text";
            case '[' -> "list";
            case '{' -> "object";
            case 't', 'f' -> "truth value";
            case 'n' -> "null";
            default -> leaf.contains(".") ? "fraction" : "number";
        };
    }
}
