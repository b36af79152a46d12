package coffer.blobs;

/** How new objects lie. Reading never depends on it: each object says itself what it is. */
public enum AtRest {
    /** Sealed with the key of their space. */
    SEALED,
    /** As they are, behind a header. */
    PLAIN
}
