package coffer.blobs;

/** How the repair of an object has ended. */
public sealed interface RepairResult {
    /** The good bytes are in place and durable; the damaged ones are in the quarantine if they were in the store. */
    record Repaired() implements RepairResult {}

    /** There was nothing to repair; nothing was changed. */
    record Sound() implements RepairResult {}

    /** No row knows the object; nothing was changed. */
    record Unknown() implements RepairResult {}

    /**
     * The copy is not good, or bytes cannot repair what is wrong; nothing was changed.
     *
     * @param reason for people
     */
    record Refused(String reason) implements RepairResult {}
}
