package coffer.systemtests.walls.crossed.server;

import coffer.systemtests.walls.crossed.e2ee.FolderKey;

/** Crosses the wall of end-to-end cryptography. */
public final class SeesEndToEnd {
    FolderKey key(FolderKey key) {
        return key;
    }
}
