package coffer.files;

/** What may be done with a file or collection. Protocols translate these to their own letters and bits. */
public enum Right {
    /** See it, list it, fetch its content. */
    READ,
    /** Replace its content, change its properties, rename it. */
    UPDATE,
    /** Add members to it; files never have it. */
    CREATE,
    /** Remove it, or move it to another collection. */
    DELETE,
    /** Hand it on to others. */
    SHARE
}
