package coffer.systemtests.walls.crossed.files;

/** A lawful class, for others to reach. */
public final class Tree {
    public static final String NAME = "tree";

    private Tree() {}
}
