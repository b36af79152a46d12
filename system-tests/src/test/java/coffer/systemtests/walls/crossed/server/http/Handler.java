package coffer.systemtests.walls.crossed.server.http;

/** A lawful class, for others to reach. */
public final class Handler {
    private Handler() {}
}
