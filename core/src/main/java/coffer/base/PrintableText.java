package coffer.base;

/** Which characters may stand in a line that people type or read. */
public final class PrintableText {
    private PrintableText() {}

    /** Neither control characters nor unpaired surrogates nor what breaks or turns the line. */
    public static boolean isPrintable(CharSequence text) {
        return text.codePoints().allMatch(PrintableText::isPrintable);
    }

    /** As {@link #isPrintable(CharSequence)}, of one character. */
    public static boolean isPrintable(int codePoint) {
        return !Character.isISOControl(codePoint)
                && Character.getType(codePoint) != Character.SURROGATE
                // Line and paragraph separators, and the marks that turn the direction of the text around them.
                && codePoint != 0x2028
                && codePoint != 0x2029
                && (codePoint < 0x202A || codePoint > 0x202E)
                && (codePoint < 0x2066 || codePoint > 0x2069);
    }
}
