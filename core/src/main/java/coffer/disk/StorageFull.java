package coffer.disk;

import java.io.IOException;

/** No room is left for content or keys. Nothing was changed. */
public final class StorageFull extends StorageFailure {
    public StorageFull(String doing, IOException cause) {
        super(doing, cause);
    }
}
