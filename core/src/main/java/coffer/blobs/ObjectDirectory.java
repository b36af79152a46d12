package coffer.blobs;

import coffer.keys.SealBroken;
import coffer.disk.StorageFailure;
import coffer.disk.Disk;
import coffer.base.ObjectId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sealed objects as files, {@code objects/ab/cd/<uuid>} with {@code abcd} the last digits of the id (of version 4, as older ones are, the first), and those being
 * received, {@code staging/<uuid>}. Both directories lie on one file system, so that a rename puts an object in place.
 * Thread-safe.
 *
 * <p>Order of a write: staged, length checked, file synced, renamed, directory synced. A crash before the end leaves at
 * most a file that no row names. A directory counts as made only once its parent was synced in this process: another
 * thread's {@code mkdir} may be seen before it is durable.
 */
final class ObjectDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(ObjectDirectory.class);

    /** Directories of the first level; each holds as many again. */
    static final int FAN_OUT = 256;

    private final Path objects;
    private final Path staging;
    private final Disk disk;
    private final BitSet durable = new BitSet(FAN_OUT + FAN_OUT * FAN_OUT);

    /**
     * Makes both directories where they are missing.
     *
     * @throws StorageFailure when that fails
     */
    ObjectDirectory(Path objects, Path staging, Disk disk) {
        this.objects = objects;
        this.staging = staging;
        this.disk = disk;
        try {
            for (Path directory : new Path[] {objects, staging}) {
                disk.makeDirectory(directory);
                disk.forceDirectory(Disk.parent(directory));
            }
        } catch (IOException e) {
            throw StorageFailure.of("making the directories for content", Disk.parent(objects), e);
        }
    }

    Path objects() {
        return objects;
    }

    Path staging() {
        return staging;
    }

    /** Where this object's file lies, whether it is there or not. */
    Path path(ObjectId id) {
        return leaf(id).resolve(id.toString());
    }

    /**
     * Starts to receive an object.
     *
     * @throws StorageFailure when the disk fails
     */
    Incoming receive(ObjectId id) {
        Path staged = staging.resolve(id.toString());
        try {
            return new Incoming(id, staged, disk.create(staged));
        } catch (IOException e) {
            throw failure("creating " + staged, e);
        }
    }

    /**
     * Opens an object's file for reading.
     *
     * @throws SealBroken when there is no such file
     * @throws StorageFailure when the disk fails
     */
    SealedBytes open(ObjectId id) throws SealBroken {
        Path path = path(id);
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            return new FileBytes(path, channel, channel.size());
        } catch (NoSuchFileException e) {
            throw new SealBroken("its file " + path + " is missing", e);
        } catch (IOException e) {
            throw failure("opening " + path, e);
        }
    }

    /**
     * Removes an object's file, if it is there. Not synced: should it come back after power loss, the sweeper finds it.
     *
     * @throws StorageFailure when the disk fails
     */
    void remove(ObjectId id) {
        delete(path(id));
    }

    /**
     * Removes a file of either directory, if it is there.
     *
     * @throws StorageFailure when the disk fails
     */
    void delete(Path file) {
        try {
            disk.delete(file);
        } catch (IOException e) {
            throw failure("removing " + file, e);
        }
    }

    /** The id that a file name spells; null for a name that none of our files has. */
    static @org.jspecify.annotations.Nullable ObjectId idOf(String fileName) {
        try {
            UUID id = UUID.fromString(fileName);
            return id.toString().equals(fileName) ? new ObjectId(id) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private Path leaf(ObjectId id) {
        String digits = HexFormat.of().toHexDigits((short) number(id));
        return objects.resolve(digits.substring(0, 2)).resolve(digits.substring(2, 4));
    }

    /** Sixteen bits that differ between any two objects: the last ones where the first ones are a time. */
    private static int number(ObjectId id) {
        return id.isInOrder()
                ? (int) (id.value().getLeastSignificantBits() & 0xffff)
                : (int) (id.value().getMostSignificantBits() >>> 48);
    }

    /** Makes the directory an object goes into, with everything above it durable. */
    private Path durableLeaf(ObjectId id) throws IOException {
        Path leaf = leaf(id);
        int number = number(id);
        makeDurable(Disk.parent(leaf), number / FAN_OUT);
        makeDurable(leaf, FAN_OUT + number);
        return leaf;
    }

    private void makeDurable(Path directory, int number) throws IOException {
        synchronized (durable) {
            if (durable.get(number)) {
                return;
            }
        }
        disk.makeDirectory(directory);
        disk.forceDirectory(Disk.parent(directory));
        synchronized (durable) {
            durable.set(number);
        }
    }

    private StorageFailure failure(String doing, IOException e) {
        return StorageFailure.of(doing, staging, e);
    }

    /** An object on its way in. Closed without {@link #keep} it leaves nothing behind. For one thread. */
    final class Incoming implements AutoCloseable {
        private final ObjectId id;
        private final Path staged;
        private final Disk.NewFile file;
        private long written;
        private boolean kept;

        private Incoming(ObjectId id, Path staged, Disk.NewFile file) {
            this.id = id;
            this.staged = staged;
            this.file = file;
        }

        void write(byte[] bytes, int at, int count) {
            try {
                file.write(ByteBuffer.wrap(bytes, at, count));
                written += count;
            } catch (IOException e) {
                throw failure("writing " + staged, e);
            }
        }

        /** Puts the object in place; it survives power loss when this returns. */
        void keep() {
            Path target = path(id);
            try {
                if (file.length() != written) {
                    throw new IOException("wrote " + written + " bytes, the file has " + file.length());
                }
                file.force();
                file.close();
                Path leaf = durableLeaf(id);
                disk.rename(staged, target);
                try {
                    disk.forceDirectory(leaf);
                } catch (IOException e) {
                    removeQuietly(target);
                    throw e;
                }
                kept = true;
            } catch (IOException e) {
                throw failure("keeping " + staged + " as " + target, e);
            }
        }

        long written() {
            return written;
        }

        @Override
        public void close() {
            if (kept) {
                return;
            }
            try {
                file.close();
            } catch (IOException e) {
                LOG.warn("closing {} failed: {}", staged, e.toString());
            }
            removeQuietly(staged);
        }

        /** What brought us here is the failure to report; a file left behind is one for the sweeper. */
        private void removeQuietly(Path path) {
            try {
                disk.delete(path);
            } catch (IOException e) {
                LOG.warn("{} stays behind until it is swept: {}", path, e.toString());
            }
        }
    }

    private record FileBytes(Path path, FileChannel channel, long length) implements SealedBytes {
        @Override
        public void read(long position, byte[] target, int at, int count) throws SealBroken {
            ByteBuffer buffer = ByteBuffer.wrap(target, at, count);
            try {
                while (buffer.hasRemaining()) {
                    if (channel.read(buffer, position + count - buffer.remaining()) < 0) {
                        throw new SealBroken("its file " + path + " ends too early");
                    }
                }
            } catch (IOException e) {
                throw new StorageFailure("reading " + path, e);
            }
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                // Nothing was written through it, so nothing can have been lost.
                LOG.warn("closing {} failed: {}", path, e.toString());
            }
        }
    }
}
