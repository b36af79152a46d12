package coffer.backup;

import coffer.base.ObjectId;
import coffer.blobs.BlobStore;
import coffer.blobs.PieceSeal;
import coffer.keys.KeyName;
import coffer.keys.SpaceKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Removes snapshots that are too many, and then what none of the others needs. For one thread. */
final class Pruning {
    /** Directories, or answers of the network, that are looked at between two removals. */
    private static final int PAGES = 256;

    private final BackupPlace place;
    private final PieceSeal seal;
    private final Function<KeyName, Optional<SpaceKey>> keys;

    Pruning(BackupPlace place, PieceSeal seal, Function<KeyName, Optional<SpaceKey>> keys) {
        this.place = place;
        this.seal = seal;
        this.keys = keys;
    }

    /**
     * @return snapshots that were removed
     * @throws BackupRefused when one that stays cannot be read; nothing was removed
     */
    int keepNewest(int keep) {
        List<String> names = Snapshots.names(place);
        if (names.size() <= keep) {
            return 0;
        }
        List<String> outdated = names.subList(0, names.size() - keep);
        List<Snapshot> staying = new ArrayList<>();
        for (String name : names.subList(outdated.size(), names.size())) {
            staying.add(Snapshots.open(place, name, seal, keys));
        }
        Needed needed = needed(staying);
        // Without its file a snapshot is none, so nothing that looks like one ever lacks a piece.
        outdated.forEach(name -> place.remove(Snapshots.DIRECTORY, name));
        removeOthers(needed);
        return outdated.size();
    }

    private Needed needed(List<Snapshot> snapshots) {
        StreamReader reader = new StreamReader(place.objects(), seal, keys);
        long objects = snapshots.stream()
                .flatMap(snapshot -> snapshot.stream(Snapshot.OBJECTS).stream())
                .mapToLong(StreamRef::records)
                .sum();
        long records = snapshots.stream()
                .flatMap(snapshot -> snapshot.streams().stream())
                .mapToLong(StreamRef::records)
                .sum();
        Needed needed = new Needed(objects + records);
        for (Snapshot snapshot : snapshots) {
            snapshot.streams().forEach(stream -> reader.pieces(stream, needed::add));
            snapshot.stream(Snapshot.OBJECTS)
                    .ifPresent(index -> reader.records(index).forEachRemaining(record -> {
                        ObjectEntry entry = ObjectEntry.decode(record);
                        needed.add(entry.pack().orElse(entry.form().id()));
                    }));
        }
        return needed;
    }

    private void removeOthers(Needed needed) {
        String after = "";
        Optional<String> next;
        do {
            BlobStore.Listing listing = place.objects().list(after, PAGES);
            for (BlobStore.Stored stored : listing.found()) {
                stored.id().filter(id -> !needed.mayHave(id)).ifPresent(place.objects()::remove);
            }
            next = listing.next();
            after = next.orElse("");
        } while (next.isPresent());
    }

    /**
     * A Bloom filter: small beside the ids themselves, never wrong about one that was added, and about one in a hundred others, which then
     * stays until a later time.
     */
    private static final class Needed {
        private static final int BITS_EACH = 10;
        private static final int PROBES = 7;
        private static final long BITS_MAX = 1L << 30;

        private final long bits;
        private final long[] words;

        Needed(long ids) {
            bits = Math.clamp(ids * BITS_EACH, Long.SIZE, BITS_MAX);
            words = new long[(int) (bits / Long.SIZE) + 1];
        }

        void add(ObjectId id) {
            for (int i = 0; i < PROBES; i++) {
                long bit = bit(id, i);
                words[(int) (bit / Long.SIZE)] |= 1L << bit;
            }
        }

        boolean mayHave(ObjectId id) {
            for (int i = 0; i < PROBES; i++) {
                long bit = bit(id, i);
                if ((words[(int) (bit / Long.SIZE)] & 1L << bit) == 0) {
                    return false;
                }
            }
            return true;
        }

        /** Ids are random, or hashes, in most of their bits; the first half of some is a time. */
        private long bit(ObjectId id, int probe) {
            long low = id.value().getLeastSignificantBits();
            long high = id.value().getMostSignificantBits() * 0x9e37_79b9_7f4a_7c15L;
            return Long.remainderUnsigned(low + probe * (high ^ high >>> 32), bits);
        }
    }
}
