package coffer.keys;

import javax.crypto.SecretKey;

/** An unwrapped space key: it wraps and unwraps the data keys of objects. Kept in memory only. */
public record SpaceKey(KeyName name, SecretKey key) {
    @Override
    public String toString() {
        return "space key " + name + " [secret]";
    }
}
