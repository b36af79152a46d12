package coffer.blobs;

import java.util.Locale;

/** In which way an object is not as it was stored. Of several that hold, the first of these that can be told. */
public enum DamageKind {
    /** Its row contradicts itself, its parts, or the formats there are. */
    ROW,
    /** Its file, its inline bytes or one of its parts is not there. */
    MISSING,
    /** It has another length than its row says. */
    SHORT_OR_LONG,
    /** Its header is damaged, or that of another object or key than its row says. */
    HEADER,
    /** Its bytes do not have the checksum of its row. */
    CHECKSUM,
    /** Its key cannot be had any more. */
    KEY_UNKNOWN,
    /** Its bytes are as its row says and do not open. */
    SEGMENT;

    /** As it stands in the database and in reports. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static DamageKind of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
