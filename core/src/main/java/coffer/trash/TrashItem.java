package coffer.trash;

import coffer.base.AccountId;
import coffer.base.FileId;
import coffer.base.FileName;
import coffer.base.FilePath;
import coffer.base.SpaceId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something in the trash bin.
 *
 * @param id of the file or collection, which it keeps
 * @param key what clients call it by
 * @param location the path it had, from the root of its space
 * @param parent the collection it was in, which may be gone
 * @param sizeBytes with all that is still below it
 * @param remover who removed it; null when nobody had signed in
 * @param removerUid their user id, or the name of the operator or background work
 */
public record TrashItem(
        FileId id,
        SpaceId space,
        String ownerUid,
        TrashKey key,
        FilePath location,
        FileId parent,
        long sizeBytes,
        Instant removed,
        @Nullable AccountId remover,
        String removerUid) {
    /** The name it had, and will have again if that is free. */
    public FileName name() {
        return key.name();
    }
}
