package coffer.base;

/** A space: the unit of keys, quota and event order. Every account's home is one. */
public record SpaceId(long value) {
    /**
     * No space, but what changes with who shares what with whom and who is in which group: such a change has this number among
     * those of its spaces, so that what was made of it can be remembered until the next one.
     */
    public static final SpaceId SHARING = new SpaceId(0);
}
