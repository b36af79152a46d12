package coffer.blobs;

import coffer.db.Database;
import coffer.disk.StorageFailure;
import coffer.keys.KeysRefused;
import coffer.keys.SealBroken;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The lengths of an object as its stored bytes themselves prove them: its last segment says that it ends there, so that one which is cut short
 * or has grown is damaged and not taken for another length.
 */
record StoredLengths(long plainBytes, long storedBytes) {
    /**
     * Opens an object and its last segment. Of its row only where the bytes are is believed.
     *
     * @throws DamageFound when the bytes are not there, cannot be read, or are not a whole object
     * @throws coffer.keys.RootKeyAway when its key cannot be had now
     */
    static StoredLengths of(Database database, Objects objects, ObjectFacts facts) throws DamageFound {
        Workbench bench = objects.benches().take();
        try (SealedBytes source = ObjectCheck.source(database, objects, facts)) {
            Unpacking opened = Unpacking.open(source, facts.id, objects.ring()::find, bench);
            long plain = opened.plainBytes();
            opened.transfer(Math.max(0, plain - 1), plain, OutputStream.nullOutputStream(), bench);
            return new StoredLengths(plain, source.length());
        } catch (SealBroken e) {
            throw new DamageFound(DamageKind.SEGMENT, String.valueOf(e.getMessage()));
        } catch (KeysRefused e) {
            throw new DamageFound(DamageKind.KEY_UNKNOWN, String.valueOf(e.getMessage()));
        } catch (StorageFailure e) {
            throw new DamageFound(DamageKind.MISSING, "it cannot be read now: " + e.getMessage());
        } catch (IOException e) {
            throw new IllegalStateException("writing to nowhere cannot fail", e);
        } finally {
            objects.benches().giveBack(bench);
        }
    }
}
