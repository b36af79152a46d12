package coffer.base;

/** A space: the unit of keys, quota and event order. Every account's home is one. */
public record SpaceId(long value) {}
