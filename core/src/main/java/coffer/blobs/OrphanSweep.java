package coffer.blobs;

import coffer.disk.StorageFailure;
import coffer.base.ObjectId;
import coffer.db.Database;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes old files that no row knows: what a crash has left between the writing of an object and the commit that would
 * have named it. Walks {@code objects/} a few directories at a time and {@code staging/} as a whole.
 */
final class OrphanSweep {
    private static final Logger LOG = LoggerFactory.getLogger(OrphanSweep.class);

    private static final String KNOWN = "SELECT id FROM object WHERE id IN (:in)";

    private final Database database;
    private final Objects objects;
    private final SweepPolicy policy;

    /** The last directory of {@code objects/} that was looked at, as {@code ab/cd}. */
    private String reached = "";

    OrphanSweep(Database database, Objects objects, SweepPolicy policy) {
        this.database = database;
        this.objects = objects;
        this.policy = policy;
    }

    void sweep(Instant now, ObjectSweeper.Tally tally) {
        try {
            sweepStaging(now, tally);
            sweepObjects(now, tally);
        } catch (IOException e) {
            throw new StorageFailure("looking for orphans", e);
        }
    }

    private void sweepStaging(Instant now, ObjectSweeper.Tally tally) throws IOException {
        for (Old file : oldFiles(objects.directory().staging(), now, tally)) {
            tally.stagingRemoved += remove(file, tally);
        }
    }

    private void sweepObjects(Instant now, ObjectSweeper.Tally tally) throws IOException {
        Path root = objects.directory().objects();
        int pages = policy.pages();
        for (String first : names(root)) {
            if (first.compareTo(reached.split("/", 2)[0]) < 0) {
                continue;
            }
            for (String second : names(root.resolve(first))) {
                String name = first + "/" + second;
                if (name.compareTo(reached) <= 0) {
                    continue;
                }
                if (pages-- == 0) {
                    return;
                }
                sweepLeaf(root.resolve(first).resolve(second), now, tally);
                reached = name;
            }
        }
        reached = "";
    }

    private void sweepLeaf(Path leaf, Instant now, ObjectSweeper.Tally tally) throws IOException {
        List<Old> old = oldFiles(leaf, now, tally);
        if (old.isEmpty()) {
            return;
        }
        List<ObjectId> ids = old.stream().map(Old::id).toList();
        Set<ObjectId> known =
                new HashSet<>(database.read(session -> session.listIn(KNOWN, ObjectRows::id, ObjectRows.values(ids))));
        for (Old file : old) {
            if (!known.contains(file.id())) {
                if (file.modified().isBefore(policy.installed())) {
                    tally.leftAlone++;
                } else {
                    tally.orphansRemoved += remove(file, tally);
                }
            }
        }
    }

    /** Directories below this one, by name. */
    private static Set<String> names(Path directory) throws IOException {
        Set<String> names = new TreeSet<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory, Files::isDirectory)) {
            children.forEach(child -> names.add(child.getFileName().toString()));
        }
        return names;
    }

    /** Files of ours in a directory that are old enough, and not being received or registered in this process. */
    private List<Old> oldFiles(Path directory, Instant now, ObjectSweeper.Tally tally) throws IOException {
        Instant latest = now.minus(policy.orphanAge());
        List<Old> old = new ArrayList<>();
        for (Path file : files(directory)) {
            ObjectId id = ObjectDirectory.idOf(file.getFileName().toString());
            Instant modified = modified(file);
            if (modified.isAfter(latest)) {
                continue;
            }
            if (id == null) {
                tally.leftAlone++;
            } else if (!objects.unregistered().contains(id)) {
                old.add(new Old(id, file, modified));
            }
        }
        return old;
    }

    private static List<Path> files(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory, Files::isRegularFile)) {
            children.forEach(files::add);
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

    private int remove(Old file, ObjectSweeper.Tally tally) {
        try {
            objects.directory().delete(file.path());
            return 1;
        } catch (StorageFailure e) {
            LOG.warn("orphan {} stays behind: {}", file.path(), e.toString());
            tally.failures++;
            return 0;
        }
    }

    private record Old(ObjectId id, Path path, Instant modified) {}
}
