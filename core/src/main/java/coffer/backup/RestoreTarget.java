package coffer.backup;

import coffer.blobs.BlobStore;
import coffer.db.Database;
import coffer.db.Dialect;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where an installation is put back.
 *
 * @param data a data directory without database and audit log, with the keys in place
 * @param dialect of the database
 * @param database makes the empty database as it was after some migration; closed by the restore
 * @param store takes the objects; empty when they stay where they are
 */
public record RestoreTarget(
        Path data, Dialect dialect, Function<String, Database> database, Optional<BlobStore> store) {}
