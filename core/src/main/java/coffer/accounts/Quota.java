package coffer.accounts;

import java.util.Optional;

/** How much an account may store. */
public sealed interface Quota {
    /** What the effective quota of an account without limit is, as the clients know it (desktop 3.16, {@code userinfo.cpp}). */
    long UNLIMITED_BYTES = -3;

    /** As much as the disk holds. */
    record Unlimited() implements Quota {}

    /**
     * Of an account: the largest quota of its groups at the moment, or the installation's default when none of them has
     * one. Of a group: none; its members get what their other groups give.
     */
    record Default() implements Quota {}

    /**
     * @param bytes 0 or more
     */
    record Bytes(long bytes) implements Quota {
        public Bytes {
            if (bytes < 0) {
                throw new IllegalArgumentException("a quota is not negative");
            }
        }
    }

    /**
     * Reads the text of the provisioning API and of configuration: {@code none}, {@code default}, a number of bytes, or
     * a number with a unit such as {@code 5 GB} or {@code 1.5TiB}. Units count in powers of 1,024, with and without the
     * {@code i}, because that is what existing administrators' tools mean by them; parts of a byte are cut off.
     * {@code -1} and {@code -3} mean no limit, as {@code none} does.
     *
     * @return empty when the text is none of these, or more than 2⁶³ - 1 bytes
     */
    static Optional<Quota> parse(String text) {
        return QuotaText.parse(text);
    }

    /**
     * The shortest text that {@link #parse} reads back as the same quota: {@code none}, {@code default}, or a size in
     * the largest unit that holds it without a fraction.
     */
    default String text() {
        return switch (this) {
            case Unlimited _ -> "none";
            case Default _ -> "default";
            case Bytes(long bytes) -> QuotaText.size(bytes);
        };
    }
}
