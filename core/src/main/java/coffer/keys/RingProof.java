package coffer.keys;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of a ring file, opened by a root key that came from elsewhere and by nothing else. */
public final class RingProof {
    private final Map<KeyName, SpaceKey> keys;

    private RingProof(Map<KeyName, SpaceKey> keys) {
        this.keys = keys;
    }

    /** How a proof ended. */
    public sealed interface Result {
        record Proved(RingProof proof) implements Result {}

        /** Says what does not open. */
        record Failed(String reason) implements Result {}
    }

    /** Opens all entries that are not destroyed. */
    static Result of(byte[] file, long generation, RootKey root) {
        Map<KeyName, SpaceKey> keys = new HashMap<>();
        try {
            List<RingEntry> entries = RingFile.read(file, generation, root);
            for (RingEntry entry : entries) {
                if (entry.state() != KeyState.DESTROYED) {
                    keys.put(entry.name(), entry.open(root));
                }
            }
            return new Result.Proved(new RingProof(keys));
        } catch (SealBroken e) {
            return new Result.Failed("the newest file of the key ring does not open with it: " + e.getMessage());
        }
    }

    public Optional<SpaceKey> find(KeyName name) {
        return Optional.ofNullable(keys.get(name));
    }

    /** How many keys it has opened. */
    public int keys() {
        return keys.size();
    }
}
