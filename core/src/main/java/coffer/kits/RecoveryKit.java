package coffer.kits;

import java.time.Instant;
import java.util.UUID;

/**
 * What opens everything: the root key of an installation, and when and where the kit was made. To be closed after use, which overwrites
 * the key.
 *
 * @param made see {@link KitLabel}
 * @param installation see {@link KitLabel}
 */
public record RecoveryKit(ExportedRootKey key, Instant made, String installation) implements AutoCloseable {

    public RecoveryKit {
        made = new KitLabel(key.id(), made, installation).made();
    }

    public UUID rootId() {
        return key.id();
    }

    /** The part of it that is no secret. */
    public KitLabel label() {
        return new KitLabel(key.id(), made, installation);
    }

    @Override
    public void close() {
        key.close();
    }
}
