package coffer.kits;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What a recovery kit says of itself in clear, so that people find the right one in a safe. Holds no secret.
 *
 * @param rootId the id of the root key in it
 * @param made when it was made, in whole seconds; years 1970 to 9999
 * @param installation which installation it opens, usually its public address: 1 to {@value #INSTALLATION_CHARS_MAX} printable ASCII
 *     characters, no space first or last
 */
public record KitLabel(UUID rootId, Instant made, String installation) {
    /** Keeps the line of the kit's file below 80 characters, so that mail programs do not break it. */
    public static final int INSTALLATION_CHARS_MAX = 64;

    private static final Instant MADE_END =
            Instant.parse("9999-12-31T23:59:59Z").plusSeconds(1);
    private static final Pattern INSTALLATION = Pattern.compile("[!-~](?:[ -~]*[!-~])?");

    public KitLabel {
        made = made.truncatedTo(ChronoUnit.SECONDS);
        if (made.isBefore(Instant.EPOCH) || !made.isBefore(MADE_END)) {
            throw new IllegalArgumentException("a recovery kit is made in a year from 1970 to 9999");
        }
        if (installation.length() > INSTALLATION_CHARS_MAX
                || !INSTALLATION.matcher(installation).matches()) {
            throw new IllegalArgumentException("an installation is named by 1 to " + INSTALLATION_CHARS_MAX
                    + " printable ASCII characters, no space first or last");
        }
    }
}
