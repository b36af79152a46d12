package coffer.systemtests.walls.crossed.server.ocs;

/** A lawful class, for others to reach. */
public final class Envelope {
    private Envelope() {}
}
