package coffer.server.webdav;

import coffer.files.EntityTags;

/**
 * Walks over the value of one header field. The grammars of WebDAV fields are small; what does not fit them is refused
 * with {@link MalformedHeader}, never repaired.
 */
final class HeaderScanner {

    private final String value;
    private int at;

    HeaderScanner(String value) {
        this.value = value;
    }

    boolean atEnd() {
        return at == value.length();
    }

    void requireEnd() {
        if (!atEnd()) {
            throw refuse("has something behind its value");
        }
    }

    /** Optional white space (RFC 9110, section 5.6.3). */
    void skipSpace() {
        while (!atEnd() && (value.charAt(at) == ' ' || value.charAt(at) == '\t')) {
            at++;
        }
    }

    boolean peek(char expected) {
        return !atEnd() && value.charAt(at) == expected;
    }

    boolean take(char expected) {
        if (!peek(expected)) {
            return false;
        }
        at++;
        return true;
    }

    void require(char expected) {
        if (!take(expected)) {
            throw refuse("lacks a '" + expected + "'");
        }
    }

    /** Takes a word of letters in any case, if it stands here. */
    boolean takeWord(String word) {
        if (!value.regionMatches(true, at, word, 0, word.length())) {
            return false;
        }
        at += word.length();
        return true;
    }

    /** Takes everything up to a character, and the character. */
    String until(char end) {
        int found = value.indexOf(end, at);
        if (found < 0) {
            throw refuse("lacks a '" + end + "'");
        }
        String taken = value.substring(at, found);
        at = found + 1;
        return taken;
    }

    /** {@code Coded-URL} and {@code Resource-Tag}: something in angle brackets, without white space in it. */
    String inAngleBrackets() {
        return requireUri(anythingInAngleBrackets());
    }

    /** The same, which may be no URI. */
    String anythingInAngleBrackets() {
        require('<');
        return until('>');
    }

    /** What stood in angle brackets, if it can be a URI. */
    String requireUri(String taken) {
        if (taken.isEmpty() || taken.chars().anyMatch(c -> c <= ' ' || c == '<')) {
            throw refuse("holds an empty or odd <…>");
        }
        return taken;
    }

    /** One entity tag, weak or strong (RFC 9110, section 8.8.3). */
    EntityTags.Tag entityTag() {
        boolean weak = false;
        if (peek('W')) {
            at++;
            require('/');
            weak = true;
        }
        require('"');
        return new EntityTags.Tag(weak, until('"'));
    }

    MalformedHeader refuse(String what) {
        return new MalformedHeader(what);
    }

    /** A header field does not fit its grammar: answered with 400. The message says what is wrong, not which field. */
    static final class MalformedHeader extends RuntimeException {
        MalformedHeader(String message) {
            super(message);
        }
    }
}
