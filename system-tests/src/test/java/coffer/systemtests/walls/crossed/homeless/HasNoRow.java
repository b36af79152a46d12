package coffer.systemtests.walls.crossed.homeless;

/** Crosses the arrows: its package has no row. */
public final class HasNoRow {
    int answer() {
        return 42;
    }
}
