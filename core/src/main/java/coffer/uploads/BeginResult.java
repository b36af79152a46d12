package coffer.uploads;

/** How the beginning of an upload ended. */
public sealed interface BeginResult {
    /** It is open: 201. */
    record Begun() implements BeginResult {}

    /** An open upload of the account has this name; nothing was changed: 405. */
    record Exists() implements BeginResult {}

    /** The account has {@link Uploads#OPEN_MAX} open uploads: 403. */
    record TooManyUploads(int max) implements BeginResult {}

    /**
     * The announced length does not fit: 507.
     *
     * @param wantedBytes how much more would be stored
     * @param freeBytes how much more may be stored
     */
    record QuotaExceeded(long wantedBytes, long freeBytes) implements BeginResult {}

    /** The announced length is more than any file may have: 413. */
    record TooLarge(long maxBytes) implements BeginResult {}
}
