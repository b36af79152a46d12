package coffer.server.http;

/** Hexadecimal digits of percent-escapes. */
final class Hex {
    private Hex() {}

    /** The value of an ASCII digit, or -1. Not {@link Character#digit}, which accepts the digits of other scripts. */
    static int digit(int c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        if (c >= 'a' && c <= 'f') {
            return c - 'a' + 10;
        }
        return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
    }
}
