package coffer.accounts;

import coffer.base.MailAddress;
import coffer.base.PrintableText;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;

/** The rules of texts that people type into an account. */
final class Texts {
    /** Longest display name of an account or group, in UTF-16 characters. */
    static final int NAME_LENGTH_MAX = 128;

    private static final Pattern TAG = Pattern.compile("[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8}){0,3}");

    private Texts() {}

    /** Why this is no display name; empty when it is one. */
    static Optional<String> nameFault(String text) {
        if (text.length() > NAME_LENGTH_MAX) {
            return Optional.of("a name has at most " + NAME_LENGTH_MAX + " characters");
        }
        return printable(text) ? Optional.empty() : Optional.of("a name holds no control characters");
    }

    /** Why this is no language or locale tag; empty when it is one, or is empty. */
    static Optional<String> tagFault(String text) {
        return text.isEmpty() || TAG.matcher(text).matches()
                ? Optional.empty()
                : Optional.of("not a language tag such as de or pt_BR");
    }

    /** Why this is no time zone; empty when it is one, or is empty. */
    static Optional<String> timezoneFault(String text) {
        return text.isEmpty() || ZoneId.getAvailableZoneIds().contains(text)
                ? Optional.empty()
                : Optional.of("not a name of the IANA time zone database");
    }

    /** Neither control characters nor unpaired surrogates. */
    static boolean printable(CharSequence text) {
        return PrintableText.isPrintable(text);
    }

    /** As {@link #printable}, but lines may be broken. */
    static boolean printableLines(String text) {
        return text.codePoints().allMatch(c -> c == '\n' || c == '\r' || PrintableText.isPrintable(c));
    }

    /** Why this is no e-mail address; empty when it is one. */
    static Optional<String> emailFault(String text) {
        return MailAddress.fault(text);
    }
}
