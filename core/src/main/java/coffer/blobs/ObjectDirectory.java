package coffer.blobs;

import coffer.base.ObjectId;
import coffer.disk.Disk;
import coffer.disk.RealDisk;
import coffer.disk.StorageFailure;
import coffer.keys.SealBroken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Objects as files of a disk, {@code objects/} with the names of {@link ObjectNames}, those being received in {@code staging/<uuid>}, and
 * damaged ones that were set aside in {@code quarantine/}. All lie on one file system, so that a rename puts an object in place. Thread-safe.
 *
 * <p>Order of a write: staged, length checked, file synced, renamed, directory synced. A crash before the end leaves at
 * most a file that no row names. A directory counts as made only once its parent was synced in this process: another
 * thread's {@code mkdir} may be seen before it is durable.
 */
public final class ObjectDirectory implements BlobStore {
    private static final Logger LOG = LoggerFactory.getLogger(ObjectDirectory.class);

    private final Path objects;
    private final Path staging;
    private final Path quarantine;
    private final Disk disk;
    private final BitSet durable = new BitSet(ObjectNames.FAN_OUT + ObjectNames.FAN_OUT * ObjectNames.FAN_OUT);

    /** Touches nothing: an installation may be looked at before it is opened. */
    ObjectDirectory(Path data, Disk disk) {
        this.objects = data.resolve("objects");
        this.staging = data.resolve("staging");
        this.quarantine = data.resolve("quarantine");
        this.disk = disk;
    }

    /** How many leftovers of one object may lie in the way of it. */
    private static final int STAGED_MAX = 1_000;

    /** The store in a data directory. */
    public static ObjectDirectory in(Path data) {
        return new ObjectDirectory(data, new RealDisk());
    }

    /**
     * Makes the directories where they are missing.
     *
     * @throws StorageFailure when that fails
     */
    public void prepare() {
        try {
            for (Path directory : new Path[] {objects, staging}) {
                disk.makeDirectory(directory);
                disk.forceDirectory(Disk.parent(directory));
            }
        } catch (IOException e) {
            throw StorageFailure.of("making the directories for content", Disk.parent(objects), e);
        }
    }

    /** Where this object's file lies, whether it is there or not. */
    Path path(ObjectId id) {
        return objects.resolve(ObjectNames.path(id));
    }

    @Override
    public Incoming receive(ObjectId id) {
        for (int tries = 0; ; tries++) {
            Path staged = staging.resolve(staged(id, tries));
            try {
                return new IncomingFile(id, staged, disk.create(staged));
            } catch (FileAlreadyExistsException e) {
                // Left behind when a backup was cut short that copied the same object; it is swept when it is old.
                if (tries == STAGED_MAX) {
                    throw failure("creating " + staged, e);
                }
            } catch (IOException e) {
                throw failure("creating " + staged, e);
            }
        }
    }

    /** What an object is called while it is received: first as itself, then in the same form. */
    private static String staged(ObjectId id, int tries) {
        UUID value = id.value();
        return new UUID(value.getMostSignificantBits(), value.getLeastSignificantBits() ^ tries).toString();
    }

    @Override
    public SealedBytes open(ObjectId id) throws SealBroken {
        Path path = path(id);
        try {
            return FileBytes.open(path);
        } catch (NoSuchFileException e) {
            throw new SealBroken("its file " + path + " is missing", e);
        } catch (IOException e) {
            throw failure("opening " + path, e);
        }
    }

    /** Not synced. */
    @Override
    public void remove(ObjectId id) {
        delete(path(id));
    }

    @Override
    public void setAside(ObjectId id) {
        Path file = path(id);
        try {
            if (Files.exists(file)) {
                disk.makeDirectory(quarantine);
                disk.forceDirectory(Disk.parent(quarantine));
                disk.rename(file, freeName(id));
                disk.forceDirectory(quarantine);
                disk.forceDirectory(Disk.parent(file));
            }
        } catch (IOException e) {
            throw failure("setting aside " + file, e);
        }
    }

    /** A page is one of the directories of the second level. */
    @Override
    public Listing list(String after, int pages) {
        List<Stored> found = new ArrayList<>();
        int left = pages;
        try {
            for (String first : names(objects)) {
                if (first.compareTo(after.split("/", 2)[0]) < 0) {
                    continue;
                }
                for (String second : names(objects.resolve(first))) {
                    String name = first + "/" + second;
                    if (name.compareTo(after) <= 0) {
                        continue;
                    }
                    found.addAll(files(objects.resolve(name)));
                    if (--left == 0) {
                        return new Listing(found, Optional.of(name));
                    }
                }
            }
            return new Listing(found, Optional.empty());
        } catch (IOException e) {
            throw failure("reading " + objects, e);
        }
    }

    @Override
    public Leftovers removeUnfinished(Instant before, Predicate<ObjectId> underWay) {
        int removed = 0;
        int foreign = 0;
        try {
            for (Stored file : files(staging)) {
                if (file.modified().isAfter(before)) {
                    continue;
                }
                if (file.id().isEmpty()) {
                    foreign++;
                } else if (!underWay.test(file.id().get())) {
                    delete(staging.resolve(file.id().get().toString()));
                    removed++;
                }
            }
            return new Leftovers(removed, foreign);
        } catch (IOException e) {
            throw failure("reading " + staging, e);
        }
    }

    @Override
    public String place() {
        return objects.toString();
    }

    /** Holds nothing open. */
    @Override
    public void close() {}

    private void delete(Path file) {
        try {
            disk.delete(file);
        } catch (IOException e) {
            throw failure("removing " + file, e);
        }
    }

    /** In the quarantine: an object may be damaged more than once. */
    private Path freeName(ObjectId id) {
        Path name = quarantine.resolve(id.toString());
        for (int i = 2; Files.exists(name); i++) {
            name = quarantine.resolve(id + "-" + i);
        }
        return name;
    }

    /** Directories below this one, by name; none where it is not there. */
    private static Set<String> names(Path directory) throws IOException {
        Set<String> names = new TreeSet<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> children = Files.newDirectoryStream(directory, Files::isDirectory)) {
                children.forEach(child -> names.add(child.getFileName().toString()));
            }
        }
        return names;
    }

    private static List<Stored> files(Path directory) throws IOException {
        List<Stored> files = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> children = Files.newDirectoryStream(directory, Files::isRegularFile)) {
                for (Path file : children) {
                    files.add(new Stored(ObjectNames.idOf(file.getFileName().toString()), modified(file)));
                }
            }
        }
        return files;
    }

    /** A file that goes while we look counts as new. */
    private static Instant modified(Path file) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (NoSuchFileException e) {
            return Instant.MAX;
        }
    }

    /** Makes the directory an object goes into, with everything above it durable. */
    private Path durableLeaf(ObjectId id) throws IOException {
        Path leaf = Disk.parent(path(id));
        int number = ObjectNames.number(id);
        makeDurable(Disk.parent(leaf), number / ObjectNames.FAN_OUT);
        makeDurable(leaf, ObjectNames.FAN_OUT + number);
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

    private final class IncomingFile implements Incoming {
        private final ObjectId id;
        private final Path staged;
        private final Disk.NewFile file;
        private long written;
        private boolean kept;

        private IncomingFile(ObjectId id, Path staged, Disk.NewFile file) {
            this.id = id;
            this.staged = staged;
            this.file = file;
        }

        @Override
        public void write(byte[] bytes, int at, int count) {
            try {
                file.write(ByteBuffer.wrap(bytes, at, count));
                written += count;
            } catch (IOException e) {
                throw failure("writing " + staged, e);
            }
        }

        @Override
        public void keep() {
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

        @Override
        public long written() {
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
}
