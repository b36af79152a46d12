package coffer.keys;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** A key service in memory that can be told to be away. Wraps as a root key in a file does, with key version 3. */
public final class MemoryService implements KeyService {
    private static final int KEY_VERSION = 3;

    private final RootSecret secret;
    public final AtomicInteger unwrapped = new AtomicInteger();
    public volatile boolean away;

    public MemoryService() {
        SecureRandom random = new SecureRandom();
        byte[] key = new byte[RootKey.KEY_BYTES];
        random.nextBytes(key);
        secret = new RootSecret(key, random, place());
    }

    @Override
    public WrappedKey wrap(byte[] key, byte[] context) {
        requireHere();
        return new WrappedKey(KEY_VERSION, secret.wrap(key, context).bytes());
    }

    @Override
    public byte[] unwrap(WrappedKey wrapped, byte[] context) throws SealBroken {
        requireHere();
        if (wrapped.keyVersion() != KEY_VERSION) {
            throw new SealBroken("there is no version " + wrapped.keyVersion());
        }
        unwrapped.incrementAndGet();
        return secret.unwrap(wrapped, context);
    }

    @Override
    public String place() {
        return "memory:one";
    }

    @Override
    public void close() {}

    private void requireHere() {
        if (away) {
            throw new RootKeyAway("memory:one is away");
        }
    }
}
