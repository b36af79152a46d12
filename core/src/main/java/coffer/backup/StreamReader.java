package coffer.backup;

import coffer.base.ObjectId;
import coffer.blobs.BlobStore;
import coffer.blobs.PieceSeal;
import coffer.blobs.SealedBytes;
import coffer.keys.KeyName;
import coffer.keys.SealBroken;
import coffer.keys.SpaceKey;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Reads sequences of records as {@link StreamWriter} has stored them. Thread-safe; an iterator is for one thread. */
final class StreamReader {
    private static final int ID_BYTES = 16;

    private final BlobStore store;
    private final PieceSeal seal;
    private final Function<KeyName, Optional<SpaceKey>> keys;

    StreamReader(BlobStore store, PieceSeal seal, Function<KeyName, Optional<SpaceKey>> keys) {
        this.store = store;
        this.seal = seal;
        this.keys = keys;
    }

    /** The records in their order. {@link BackupRefused} comes where a piece is missing or damaged. */
    Iterator<byte[]> records(StreamRef stream) {
        Iterator<ObjectId> lists = stream.lists().iterator();
        Records entries = new Records(lists);
        return new Records(new Iterator<>() {
            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public ObjectId next() {
                return piece(entries.next());
            }
        });
    }

    /** All pieces of a sequence, lists and those that they name. */
    void pieces(StreamRef stream, Consumer<ObjectId> each) {
        stream.lists().forEach(each);
        new Records(stream.lists().iterator()).forEachRemaining(entry -> each.accept(piece(entry)));
    }

    /**
     * The content of a piece.
     *
     * @throws BackupRefused when it is missing or damaged
     */
    byte[] open(ObjectId id) {
        try (SealedBytes sealed = store.open(id)) {
            return seal.open(id, sealed, keys);
        } catch (SealBroken e) {
            throw new BackupRefused(
                    "Piece " + id + " of the backup in " + store.place() + " is damaged: " + e.getMessage(), e);
        }
    }

    private static ObjectId piece(byte[] entry) {
        if (entry.length != StreamWriter.ENTRY_BYTES) {
            throw new BackupRefused("A list of pieces in the backup is none: a newer program has made it.");
        }
        return ObjectId.of(Arrays.copyOf(entry, ID_BYTES));
    }

    /** The records of some pieces, one piece in memory at a time. */
    private final class Records implements Iterator<byte[]> {
        private final Iterator<ObjectId> pieces;
        private ByteBuffer piece = ByteBuffer.allocate(0);

        Records(Iterator<ObjectId> pieces) {
            this.pieces = pieces;
        }

        @Override
        public boolean hasNext() {
            while (!piece.hasRemaining() && pieces.hasNext()) {
                piece = ByteBuffer.wrap(open(pieces.next()));
            }
            return piece.hasRemaining();
        }

        @Override
        public byte[] next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            try {
                int length = piece.getInt();
                if (length < 0 || length > piece.remaining()) {
                    throw new BufferUnderflowException();
                }
                byte[] record = new byte[length];
                piece.get(record);
                return record;
            } catch (BufferUnderflowException e) {
                throw new BackupRefused("A piece of the backup ends within a record.", e);
            }
        }
    }
}
