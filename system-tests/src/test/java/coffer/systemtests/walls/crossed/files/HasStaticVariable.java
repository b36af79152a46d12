package coffer.systemtests.walls.crossed.files;

/** Crosses the wall of state with a variable. */
public final class HasStaticVariable {
    static int counter;

    int next() {
        return ++counter;
    }
}
