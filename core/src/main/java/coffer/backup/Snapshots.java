package coffer.backup;

import coffer.base.ObjectId;
import coffer.blobs.PieceSeal;
import coffer.blobs.SealedBytes;
import coffer.keys.KeyName;
import coffer.keys.SealBroken;
import coffer.keys.SpaceKey;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The snapshots of a place. Stateless. */
final class Snapshots {
    static final String DIRECTORY = "snapshots";

    private Snapshots() {}

    /** Oldest first. Needs no keys. */
    static List<String> names(BackupPlace place) {
        return place.files(DIRECTORY);
    }

    /**
     * Opens a snapshot.
     *
     * @throws BackupRefused when it is not there, is damaged, or none of the keys opens it
     */
    static Snapshot open(BackupPlace place, String name, PieceSeal seal, Function<KeyName, Optional<SpaceKey>> keys) {
        byte[] sealed = place.read(DIRECTORY, name)
                .orElseThrow(() -> new BackupRefused("There is no snapshot " + name + " in " + place.place() + "."));
        try {
            Snapshot snapshot = Snapshot.decode(seal.open(PieceSeal.claimedId(sealed), SealedBytes.of(sealed), keys));
            if (!snapshot.name().equals(name)) {
                throw new BackupRefused("The file of snapshot " + name + " holds snapshot " + snapshot.name() + ".");
            }
            return snapshot;
        } catch (SealBroken e) {
            throw new BackupRefused(
                    "Snapshot " + name + " in " + place.place() + " does not open: " + e.getMessage() + ".", e);
        }
    }

    static void write(BackupPlace place, Snapshot snapshot, ObjectId id, Pieces pieces) {
        place.write(DIRECTORY, snapshot.name(), pieces.seal(id, snapshot.encode()));
    }
}
