package coffer.systemtests.walls.crossed.files;

/** Crosses the wall of the log by printing. */
public final class Prints {
    void print() {
        System.out.println("hello");
    }
}
