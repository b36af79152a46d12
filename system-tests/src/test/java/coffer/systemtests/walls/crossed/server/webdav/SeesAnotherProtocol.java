package coffer.systemtests.walls.crossed.server.webdav;

import coffer.systemtests.walls.crossed.server.ocs.Envelope;

/** Crosses the arrows: one protocol sees another. */
public final class SeesAnotherProtocol {
    Envelope envelope(Envelope envelope) {
        return envelope;
    }
}
