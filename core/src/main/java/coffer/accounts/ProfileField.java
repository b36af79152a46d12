package coffer.accounts;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What an account says about its owner beyond name and e-mail address. Each may be empty. */
public enum ProfileField {
    PHONE("phone", 32) {
        @Override
        Optional<String> faultOf(String value) {
            return PHONE_NUMBER.matcher(value).matches() ? Optional.empty() : Optional.of("not a telephone number");
        }
    },
    ADDRESS("address", 512),
    WEBSITE("website", 512) {
        @Override
        Optional<String> faultOf(String value) {
            return webAddress(value) ? Optional.empty() : Optional.of("not a web address (http or https)");
        }
    },
    TWITTER("twitter", 256),
    BLUESKY("bluesky", 256),
    FEDIVERSE("fediverse", 256),
    ORGANISATION("organisation", 256),
    ROLE("role", 256),
    HEADLINE("headline", 256),
    BIOGRAPHY("biography", 4_000) {
        @Override
        Optional<String> faultOf(String value) {
            return Optional.empty();
        }
    },
    PRONOUNS("pronouns", 256);

    private static final Pattern PHONE_NUMBER = Pattern.compile("\\+?[0-9][0-9 ()/.-]{1,30}");
    private static final Set<String> WEB_SCHEMES = Set.of("http", "https");

    private final String key;
    private final int lengthMax;

    ProfileField(String key, int lengthMax) {
        this.key = key;
        this.lengthMax = lengthMax;
    }

    /** The field's name in the database, which is also the one of the provisioning API. */
    public String key() {
        return key;
    }

    /** UTF-16 characters at most. */
    public int lengthMax() {
        return lengthMax;
    }

    public static Optional<ProfileField> ofKey(String key) {
        for (ProfileField field : values()) {
            if (field.key.equals(key)) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }

    /** Why this cannot be the field's value; empty when it can. */
    Optional<String> fault(String value) {
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (value.length() > lengthMax) {
            return Optional.of(key + " has at most " + lengthMax + " characters");
        }
        if (!Texts.printableLines(value)) {
            return Optional.of(key + " holds control characters");
        }
        return faultOf(value);
    }

    Optional<String> faultOf(String value) {
        return Texts.printable(value) ? Optional.empty() : Optional.of(key + " is a single line");
    }

    private static boolean webAddress(String value) {
        try {
            URI address = new URI(value);
            return address.getScheme() != null
                    && WEB_SCHEMES.contains(address.getScheme().toLowerCase(Locale.ROOT))
                    && address.getHost() != null;
        } catch (URISyntaxException _) {
            return false;
        }
    }
}
