package coffer.locks;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What people call the program that locks a file, from the way it names itself ({@code User-Agent}). */
final class ProgramNames {
    /** Of the name of a program that is not known. */
    static final int CHARS_MAX = 64;

    /** The desktop client leaves a lock behind that it cannot name, so there always is a name. */
    static final String UNKNOWN = "a program";

    /** Tokens that the sync clients carry beside others, and their names in Nextcloud 32. */
    private static final List<Map.Entry<String, String>> KNOWN = List.of(
            Map.entry("mirall/", "Desktop client"),
            Map.entry("Nextcloud-iOS/", "iOS client"),
            Map.entry("Nextcloud-android/", "Android client"));

    /** The first product of RFC 9110 § 10.1.5. */
    private static final Pattern PRODUCT =
            Pattern.compile("([A-Za-z0-9!#$%&'*+.^_`|~-]{1," + CHARS_MAX + "})(?:[/ ].*)?");

    private ProgramNames() {}

    static String of(String agent) {
        for (Map.Entry<String, String> known : KNOWN) {
            if (agent.contains(known.getKey())) {
                return known.getValue();
            }
        }
        Matcher product = PRODUCT.matcher(agent);
        return product.matches() ? product.group(1) : UNKNOWN;
    }
}
