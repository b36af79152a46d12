package coffer.server.webdav;

/**
 * The value of a dead property together with its language, in the one text that is stored for it. RFC 4918, section 4.3
 * wants {@code xml:lang} kept, whether it stood on the property or further out; it is stored as a processing instruction
 * in front of the value, a place that no client can reach, because instructions of clients are not kept.
 *
 * @param xml the content of the property element
 * @param language empty when the client named none
 */
record DeadValue(String xml, String language) {

    private static final String BEFORE_LANGUAGE = "<?lang ";
    private static final String AFTER_LANGUAGE = "?>";

    /** Reads what {@link #stored()} has written. */
    static DeadValue read(String stored) {
        if (!stored.startsWith(BEFORE_LANGUAGE)) {
            return new DeadValue(stored, "");
        }
        int end = stored.indexOf(AFTER_LANGUAGE);
        return new DeadValue(
                stored.substring(end + AFTER_LANGUAGE.length()), stored.substring(BEFORE_LANGUAGE.length(), end));
    }

    /** Whether the language is a tag such as {@code de} or {@code zh-Hant-TW} (RFC 5646), or absent. */
    boolean hasLanguageTag() {
        return language.chars().allMatch(c -> c == '-' || (c < 0x80 && Character.isLetterOrDigit(c)));
    }

    /** The text to store. */
    String stored() {
        return language.isEmpty() ? xml : BEFORE_LANGUAGE + language + AFTER_LANGUAGE + xml;
    }
}
