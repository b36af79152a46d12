package coffer.uploads;

/** How the storing of a chunk ended. After {@link Stored} it is durable; after all others nothing has changed. */
public sealed interface ChunkResult {
    /** @param created whether no chunk of this name was there before: 201, otherwise 204 */
    record Stored(boolean created) implements ChunkResult {}

    /** The account has no open upload of this name: 404. */
    record NoTransfer() implements ChunkResult {}

    /** The name stands for the file to be assembled, {@link Uploads#ASSEMBLED}: 403. */
    record ReservedName() implements ChunkResult {}

    /** The upload has {@link Uploads#PARTS_MAX} chunks: 403. */
    record TooManyParts(int max) implements ChunkResult {}

    /** The body ended early or went on too long: 400. */
    record WrongLength(long announcedBytes) implements ChunkResult {}

    /**
     * What is announced does not fit, or chunks that wait to be assembled would be more than the account may store: 507.
     *
     * @param wantedBytes how much more would be stored
     * @param freeBytes how much more may be stored
     */
    record QuotaExceeded(long wantedBytes, long freeBytes) implements ChunkResult {}

    /** The chunks would be more than any file may have: 413. */
    record TooLarge(long maxBytes) implements ChunkResult {}
}
