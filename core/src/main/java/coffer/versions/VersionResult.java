package coffer.versions;

import coffer.files.Refusal;

/** How deleting or naming a version ended. */
public sealed interface VersionResult {
    record Done() implements VersionResult {}

    /** The file has no such version, or the view does not show the file: 404. */
    record NotFound() implements VersionResult {}

    /** The present content goes only with the file: 403. */
    record IsCurrent() implements VersionResult {}

    /** A file can have so many named versions: 403. */
    record TooManyLabels(int max) implements VersionResult {}

    /** The tree refuses: not allowed. */
    record Refused(Refusal refusal) implements VersionResult {}
}
