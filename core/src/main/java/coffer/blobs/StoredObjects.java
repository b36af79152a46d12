package coffer.blobs;

import coffer.base.ObjectId;
import coffer.db.Database;
import coffer.db.Transaction;
import coffer.disk.StorageFailure;
import coffer.keys.SealBroken;
import java.sql.SQLException;

/** The stored bytes of objects as they are, for what copies them. Thread-safe. */
public final class StoredObjects {
    private static final String INLINE = "SELECT bytes FROM inline_object WHERE id = ?";
    private static final String PUT_INLINE = "INSERT INTO inline_object (id, bytes) VALUES (?, ?)";

    /** The rows that hold bytes of objects and not what is known of them. */
    public static final String INLINE_TABLE = "inline_object";

    /** The rows that {@link StoredForm#ofRow} reads. */
    public static final String TABLE = "object";

    private final Database database;
    private final Objects objects;

    public StoredObjects(Database database, Objects objects) {
        this.database = database;
        this.objects = objects;
    }

    /**
     * Opens the bytes of an object.
     *
     * @throws SealBroken when they are not there, or cannot be opened
     */
    public SealedBytes open(StoredForm form) throws SealBroken {
        if (form.inlineRow().isEmpty()) {
            try {
                return objects.store().open(form.id());
            } catch (StorageFailure e) {
                throw new SealBroken("it cannot be read: " + e.getMessage(), e);
            }
        }
        long row = form.inlineRow().get();
        byte[] bytes = database.readOne(session -> session.one(INLINE, found -> found.getBytes(1), row))
                .orElseThrow(() -> new SealBroken("its inline bytes are missing"));
        return SealedBytes.of(bytes);
    }

    /** Whether a row still knows an object. */
    public boolean exists(ObjectId id) {
        return database.readOne(session -> ObjectRows.exists(session, id));
    }

    /** Where the store is, for people. */
    public String place() {
        return objects.store().place();
    }

    /** Keeps every object where it is until this is closed: the sweeper removes none meanwhile. May be nested. */
    public Hold hold() {
        objects.held(1);
        return () -> objects.held(-1);
    }

    /** To be closed once. */
    @FunctionalInterface
    public interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    /** Puts the bytes of an object into the row that they had. */
    public static void putInline(Transaction tx, long row, byte[] bytes) throws SQLException {
        tx.update(PUT_INLINE, row, bytes);
    }
}
