package coffer.systemtests.walls.crossed.server;

import org.apache.commons.compress.archivers.ArchiveEntry;

/** Would make archives beside the package that does. */
interface SeesTheArchiveLibrary {
    ArchiveEntry entry();
}
