package coffer.blobs;

import coffer.base.ObjectId;

/**
 * What this package has to tell the house of content that it cannot give back. Passed in at wiring, because this package stands below those
 * that keep records. Called on any thread, never within a transaction; may write to the database.
 */
public interface BlobReports {
    /** Stored content could not be read back. Told once for each object while the process runs. */
    void damaged(ObjectId object, String reason);

    /** Content was asked for that no row knows. Told once for each object while the process runs. */
    void missing(ObjectId object);

    /** A damaged object was made whole with a good copy of its bytes. */
    void repaired(ObjectId object);
}
