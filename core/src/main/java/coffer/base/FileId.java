package coffer.base;

/** A file or collection. The number clients see as {@code oc:fileid}: stable over renames and moves, never reused. */
public record FileId(long value) {}
