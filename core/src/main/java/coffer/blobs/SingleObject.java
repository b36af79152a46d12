package coffer.blobs;

import coffer.base.ObjectId;
import coffer.disk.Disk;
import coffer.keys.KeyName;
import coffer.keys.SealBroken;
import coffer.keys.SpaceKey;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * One object as a file, such as a backup holds it: looked at, verified and opened without database and data directory. Only read. For one
 * thread.
 *
 * <p>Where keys are asked for, a function finds them by their name, as {@link coffer.keys.OfflineRing#find} does.
 */
public final class SingleObject implements AutoCloseable {
    private final Path file;
    private final SealedBytes bytes;
    private final Workbench bench = new Workbench();

    private SingleObject(Path file, SealedBytes bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    /**
     * Opens a file, whatever is in it.
     *
     * @throws java.nio.file.NoSuchFileException when there is none
     */
    public static SingleObject open(Path file) throws IOException {
        return new SingleObject(file, FileBytes.open(file));
    }

    /**
     * The fields of the header, even where they are wrong.
     *
     * @throws SealBroken when the file does not begin as an object does
     */
    public StoredHeader header() throws SealBroken {
        if (bytes.length() < SealedFormat.HEADER_BYTES) {
            throw new SealBroken("its " + bytes.length() + " bytes are too few for a header");
        }
        bytes.read(0, bench.sealed, 0, SealedFormat.HEADER_BYTES);
        return StoredHeader.of(bench.sealed, bytes.length())
                .orElseThrow(() -> new SealBroken("it does not start as an object does"));
    }

    /**
     * Verifies what can be verified without keys: length, header and name of a sealed object, and everything of a plain one.
     *
     * @throws SealBroken when something is not as it was stored; says what
     */
    public void verify() throws SealBroken {
        StoredHeader header = header();
        if (header.sealed()) {
            named(SealedHeader.parse(bench.sealed).object());
            if (header.plainBytes().isEmpty()) {
                throw new SealBroken("no whole object has " + bytes.length() + " bytes");
            }
        } else {
            verify(_ -> Optional.empty());
        }
    }

    /**
     * Verifies everything.
     *
     * @throws SealBroken when something is not as it was stored, or its key is not found; says what
     * @throws coffer.keys.RootKeyAway when its key cannot be had now
     */
    public void verify(Function<KeyName, Optional<SpaceKey>> keys) throws SealBroken {
        try {
            transfer(keys, OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new IllegalStateException("writing to nowhere cannot fail", e);
        }
    }

    /**
     * Writes the content. All that is written is genuine; after a failure it is not all.
     *
     * @throws SealBroken at the first damage, or when its key is not found; says what
     * @throws coffer.keys.RootKeyAway when its key cannot be had now
     * @throws IOException when {@code out} fails
     */
    public void transfer(Function<KeyName, Optional<SpaceKey>> keys, OutputStream out) throws SealBroken, IOException {
        ObjectId object = header().object();
        named(object);
        Unpacking opened = Unpacking.open(bytes, object, keys, bench);
        opened.transfer(0, opened.plainBytes(), out, bench);
    }

    /**
     * Writes the content into a new file that only this user may read, durable when this returns. After a failure there is no such file.
     *
     * @param target does not exist
     * @throws SealBroken at the first damage, or when its key is not found; says what
     * @throws coffer.keys.RootKeyAway when its key cannot be had now
     * @throws IOException when the disk fails, or the file exists
     */
    public void transfer(Function<KeyName, Optional<SpaceKey>> keys, Disk disk, Path target)
            throws SealBroken, IOException {
        Disk.NewFile out = disk.create(target);
        try (out) {
            transfer(keys, new NewFileStream(out));
            out.force();
            disk.forceDirectory(Disk.parent(target));
        } catch (SealBroken | IOException | RuntimeException e) {
            remove(disk, target, e);
            throw e;
        }
    }

    private static void remove(Disk disk, Path target, Exception failure) {
        try {
            disk.delete(target);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** Stores and their backups call objects by their ids. Under another name an object may lie where people like. */
    private void named(ObjectId object) throws SealBroken {
        Path name = file.getFileName();
        Optional<ObjectId> called = name == null ? Optional.empty() : ObjectNames.idOf(name.toString());
        if (called.isPresent() && !called.get().equals(object)) {
            throw new SealBroken("the bytes are those of object " + object);
        }
    }

    @Override
    public void close() {
        bytes.close();
    }

    /** A new file as a stream; closing it is left to who has made the file. */
    private static final class NewFileStream extends OutputStream {
        private final Disk.NewFile file;

        NewFileStream(Disk.NewFile file) {
            this.file = file;
        }

        @Override
        public void write(int value) throws IOException {
            file.write(ByteBuffer.wrap(new byte[] {(byte) value}));
        }

        @Override
        public void write(byte[] source, int at, int count) throws IOException {
            file.write(ByteBuffer.wrap(source, at, count));
        }
    }
}
