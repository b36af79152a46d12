package coffer.keys;

import coffer.disk.Disk;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ring and the root key as files: the next generation, what becomes of those before, and which root key file takes the place of which.
 * For one thread at a time.
 */
final class RingFiles {
    private static final Logger LOG = LoggerFactory.getLogger(RingFiles.class);

    private final KeyPlaces places;
    private final Disk disk;
    private final RingDirectory directory;
    private final KeyReports reports;
    private final Clock clock;

    /** The whole files. */
    private final TreeSet<Long> generations = new TreeSet<>();

    private volatile long lastGeneration;

    RingFiles(KeyPlaces places, Disk disk, KeyReports reports, Clock clock) {
        this.places = places;
        this.disk = disk;
        this.directory = new RingDirectory(places.keys(), disk);
        this.reports = reports;
        this.clock = clock;
    }

    void prepare() {
        directory.prepare();
    }

    Disk disk() {
        return disk;
    }

    long generation() {
        return lastGeneration;
    }

    /** The ring of a fresh installation: no key yet. */
    Ring first(RootKey root) {
        try {
            return Ring.of(root, List.of(), Optional.empty());
        } catch (SealBroken e) {
            throw new IllegalStateException("an empty ring has no entry that could be broken", e);
        }
    }

    /**
     * Brings the files to what the ring is: damaged ones are set aside, the newest holds every entry, there are as many as there should be,
     * and the file in the place of the root key is that of the ring.
     */
    void heal(KeyCheck check, Ring ring) {
        for (long generation : check.damagedFiles()) {
            LOG.warn("{} is damaged and set aside", directory.path(generation));
            directory.setAside(generation);
        }
        generations.addAll(check.goodFiles());
        lastGeneration = check.lastGeneration();
        if (check.rootWaits()) {
            LOG.warn(
                    "finishing a rotation of the root key that was cut short: {} is the one",
                    ring.root().id());
            takeNextRootKey();
        }
        int wanted = Math.clamp(lastGeneration, 1, RingDirectory.GENERATIONS_KEPT);
        boolean complete = check.inNewestFile().containsAll(ring.entries());
        while (!complete || generations.size() < wanted) {
            write(ring);
            complete = true;
        }
        // Everything is under this root key now, and whole.
        directory.remove(check.outdatedFiles());
        directory.remove(places.previousRootKey());
        directory.remove(places.nextRootKey());
    }

    /** Writes the next generation; durable when this returns. */
    void write(Ring ring) {
        long next = lastGeneration + 1;
        directory.write(next, ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()), ring.entries(), ring.root());
        lastGeneration = next;
        reports.ringWritten(next, ring.entries().size());
        generations.add(next);
        while (generations.size() > RingDirectory.GENERATIONS_KEPT) {
            directory.remove(List.of(generations.removeFirst()));
        }
    }

    /** The next root key takes its place; the one before stays beside it. */
    void takeNextRootKey() {
        if (Files.exists(places.rootKey())) {
            directory.rename(places.rootKey(), places.previousRootKey());
        }
        directory.rename(places.nextRootKey(), places.rootKey());
    }

    /** A root key that nothing was wrapped by. */
    void forgetNextRootKey() {
        directory.remove(places.nextRootKey());
    }
}
