package coffer.keys;

import coffer.disk.Disk;
import coffer.disk.Durably;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Reads and makes root key files: those that open by themselves, those that need a passphrase, and those that say in which device or service
 * the key is. Thread-safe.
 */
public final class RootKeys {
    /** Far more than a file has; a larger one is something else. */
    private static final int BYTES_MAX = 4_096;

    private static final byte[] RING_CONTEXT = "coffer ring key v1".getBytes(StandardCharsets.US_ASCII);

    private final SecureRandom random;
    private final KeyServices services;
    private final Supplier<Optional<String>> secret;

    /** What lies in the place of a root key. */
    sealed interface Found {
        record Absent() implements Found {}

        record Present(RootKey key) implements Found {}

        /** A file that is no whole root key, or that does not open; says why. */
        record Unusable(String reason) implements Found {}
    }

    /**
     * @param services of the devices and services that a file may name
     * @param secret asked when a file needs it: passphrase, PIN or token; empty when there is none
     */
    public RootKeys(SecureRandom random, KeyServices services, Supplier<Optional<String>> secret) {
        this.random = random;
        this.services = services;
        this.secret = secret;
    }

    /** For root keys in files that open by themselves. */
    public static RootKeys inFiles(SecureRandom random) {
        return new RootKeys(random, KeyServices.NONE, Optional::empty);
    }

    /**
     * What a file holds.
     *
     * @throws RootKeyAway when it names a device or service that does not answer
     */
    Found read(Path file) {
        byte[] bytes;
        try {
            if (Files.size(file) > BYTES_MAX) {
                return new Found.Unusable("it is too long for a root key");
            }
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return new Found.Absent();
        } catch (IOException e) {
            return new Found.Unusable("it cannot be read: " + e);
        }
        try {
            return new Found.Present(open(RootKeyText.parse(new String(bytes, StandardCharsets.ISO_8859_1)), file));
        } catch (SealBroken e) {
            return new Found.Unusable(String.valueOf(e.getMessage()));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /**
     * Makes a root key and its file, readable by this user only, durable when this returns. A file that is there is replaced.
     *
     * @throws coffer.disk.StorageFailure when the disk fails; no root key exists then
     * @throws RootKeyAway when a device or service does not answer
     * @throws IllegalArgumentException when its address is not understood
     */
    RootKey create(Path file, Disk disk, RootForm form, Instant now) {
        return switch (form) {
            case RootForm.Plain() -> {
                byte[] key = newKey();
                RootSecret root = new RootSecret(key, random, file.toString());
                write(file, disk, RootKeyText.plain(root.id(), now, key));
                Arrays.fill(key, (byte) 0);
                yield root;
            }
            case RootForm.WithPassphrase(String passphrase) -> {
                byte[] key = newKey();
                RootSecret root = new RootSecret(key, random, file.toString());
                write(file, disk, Passphrase.seal(root.id(), key, passphrase, random, now));
                Arrays.fill(key, (byte) 0);
                yield root;
            }
            case RootForm.InService(URI at) -> inService(file, disk, at, now);
        };
    }

    /** The root key with these 32 bytes, as a recovery kit holds them. */
    RootKey of(byte[] key, String place) {
        return new RootSecret(key, random, place);
    }

    /** The id that a root key file names, whether it opens or not; empty when there is no whole file. */
    static Optional<UUID> idIn(Path file) {
        try {
            return Optional.of(RootKeyText.parse(Files.readString(file, StandardCharsets.ISO_8859_1))
                    .id());
        } catch (IOException | SealBroken e) {
            return Optional.empty();
        }
    }

    /** The id of the root key with these 32 bytes. */
    public UUID idOf(byte[] key) {
        return of(key, "").id();
    }

    /**
     * Makes a root key file of 32 bytes that a recovery kit has kept; durable when this returns.
     *
     * @throws KeysRefused when something is at that place already; nothing was changed
     * @throws coffer.disk.StorageFailure when the disk fails
     */
    public void restore(Path file, byte[] key, Disk disk, Instant now) {
        if (Files.exists(file)) {
            throw new KeysRefused("There is something at " + file + " already, and it was left as it is.");
        }
        write(file, disk, RootKeyText.plain(idOf(key), now, key));
    }

    /** The bytes of a root key in a file; empty when the file says that a device or service has it. */
    Optional<byte[]> reveal(Path file, UUID id) {
        try {
            byte[] text = Files.readAllBytes(file);
            RootKeyText.Content content = RootKeyText.parse(new String(text, StandardCharsets.ISO_8859_1));
            Arrays.fill(text, (byte) 0);
            if (!content.id().equals(id)) {
                throw new SealBroken("it holds another root key than the one in use");
            }
            return switch (content) {
                case RootKeyText.Content.Plain plain -> Optional.of(plain.key());
                case RootKeyText.Content.Sealed sealed -> Optional.of(Passphrase.open(sealed, passphrase()));
                case RootKeyText.Content.Remote _ -> Optional.empty();
            };
        } catch (IOException | SealBroken e) {
            throw new KeysRefused("The root key file " + file + " cannot be read any more: " + e.getMessage(), e);
        }
    }

    private String passphrase() throws SealBroken {
        return secret.get()
                .orElseThrow(() -> new SealBroken(
                        "it needs a passphrase: name the file that holds it with --root-key-secret-file, or"
                                + " set COFFER_ROOT_KEY_SECRET"));
    }

    private RootKey inService(Path file, Disk disk, URI at, Instant now) {
        UUID id = coffer.base.ObjectId.random(random).value();
        byte[] ringKey = newKey();
        KeyService service = services.open(at, secret.get());
        try {
            WrappedKey wrapped = service.wrap(ringKey, ringContext(id));
            write(file, disk, RootKeyText.remote(id, now, at, wrapped));
            return new RootInService(id, service, ringKey(ringKey));
        } catch (RuntimeException e) {
            service.close();
            throw e;
        }
    }

    private RootKey open(RootKeyText.Content content, Path file) throws SealBroken {
        return switch (content) {
            case RootKeyText.Content.Plain plain -> secret(plain.id(), plain.key(), file);
            case RootKeyText.Content.Sealed sealed -> secret(sealed.id(), Passphrase.open(sealed, passphrase()), file);
            case RootKeyText.Content.Remote remote -> inService(remote);
        };
    }

    private RootKey secret(UUID id, byte[] key, Path file) throws SealBroken {
        RootSecret root = new RootSecret(key, random, file.toString());
        Arrays.fill(key, (byte) 0);
        if (!root.id().equals(id)) {
            throw new SealBroken("it is altered: its id is not that of its key");
        }
        return root;
    }

    private RootKey inService(RootKeyText.Content.Remote remote) throws SealBroken {
        KeyService service;
        try {
            service = services.open(remote.at(), secret.get());
        } catch (IllegalArgumentException e) {
            throw new SealBroken("it names " + remote.at() + ", which is not understood: " + e.getMessage(), e);
        }
        try {
            byte[] ringKey = service.unwrap(remote.ringKey(), ringContext(remote.id()));
            return new RootInService(remote.id(), service, ringKey(ringKey));
        } catch (SealBroken e) {
            service.close();
            throw new SealBroken("the key at " + remote.at() + " is not the one it was made with", e);
        } catch (RuntimeException e) {
            service.close();
            throw e;
        }
    }

    private byte[] newKey() {
        byte[] key = new byte[RootKey.KEY_BYTES];
        random.nextBytes(key);
        return key;
    }

    private static SecretKey ringKey(byte[] key) {
        SecretKey ringKey = new SecretKeySpec(key, RingMac.ALGORITHM);
        Arrays.fill(key, (byte) 0);
        return ringKey;
    }

    private static byte[] ringContext(UUID id) {
        return ByteBuffer.allocate(RING_CONTEXT.length + 2 * Long.BYTES)
                .put(RING_CONTEXT)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    private static void write(Path file, Disk disk, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        Durably.write(disk, file, ByteBuffer.wrap(bytes));
        Arrays.fill(bytes, (byte) 0);
    }

    /** A root key that is in a device or service; this process knows its ring key alone. */
    private record RootInService(UUID id, KeyService service, SecretKey ringKey) implements RootKey {
        @Override
        public WrappedKey wrap(byte[] key, byte[] context) {
            return service.wrap(key, context);
        }

        @Override
        public byte[] unwrap(WrappedKey wrapped, byte[] context) throws SealBroken {
            return service.unwrap(wrapped, context);
        }

        @Override
        public String place() {
            return service.place();
        }

        @Override
        public boolean isRemote() {
            return true;
        }

        @Override
        public String toString() {
            return "root key " + id + " at " + service.place();
        }
    }
}
