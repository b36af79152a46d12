package coffer.files;

import coffer.base.FileId;
import coffer.base.FilePath;
import coffer.base.SpaceId;
import coffer.db.Transaction;
import java.sql.SQLException;
import java.util.Collection;

/**
 * What is kept of content that is replaced and of what is removed: versions and the trash bin. The tree tells of both in the
 * transaction of the change; what answers lives in features above and is passed in when the program is wired. Each method
 * may run more than once for one change, as its transaction may.
 */
public interface Retention {
    /** Keeps nothing. */
    Retention NONE = new Retention() {};

    /**
     * A file has got other content.
     *
     * @param previous the file as it was; its object is named by no row of the tree any more
     */
    default void replaced(Transaction tx, Entry previous) throws SQLException {}

    /**
     * Something is about to leave the tree, with all that is below it.
     *
     * @return whether it is kept: then it is in {@link View.Realm#TRASH} from now on, and otherwise deleted for good
     */
    default boolean removed(Transaction tx, Removal removal) throws SQLException {
        return false;
    }

    /** The same, whether it will be kept or deleted for good; before anything of it has changed. */
    default void leaving(Transaction tx, Removal removal) throws SQLException {}

    /** Something that was kept is in the tree again, with all that is below it. */
    default void returned(Transaction tx, Entry entry) throws SQLException {}

    /**
     * A part of what is kept has been deleted for good, or has come back.
     *
     * @param removed what {@link #removed} has kept
     * @param bytes that it holds no more
     */
    default void shrunk(Transaction tx, FileId removed, long bytes) throws SQLException {}

    /** These files and collections are being deleted for good, in this transaction; a few hundred at most. */
    default void forgotten(Transaction tx, Collection<FileId> files) throws SQLException {}

    /**
     * What leaves the tree.
     *
     * @param view through which it is removed
     * @param location where it is, from the root of its space
     * @param entry with its size and tag as of now
     */
    record Removal(View view, FilePath location, Entry entry) {}

    /** These files and collections belong to another space from now on, with what is kept of them. */
    default void transferred(Transaction tx, Collection<FileId> files, SpaceId to) throws SQLException {}

    /** Both of two: each is told of everything, and what one of them keeps is kept. */
    static Retention of(Retention first, Retention second) {
        return new Retention() {
            @Override
            public void replaced(Transaction tx, Entry previous) throws SQLException {
                first.replaced(tx, previous);
                second.replaced(tx, previous);
            }

            @Override
            public boolean removed(Transaction tx, Removal removal) throws SQLException {
                boolean kept = first.removed(tx, removal);
                return second.removed(tx, removal) || kept;
            }

            @Override
            public void leaving(Transaction tx, Removal removal) throws SQLException {
                first.leaving(tx, removal);
                second.leaving(tx, removal);
            }

            @Override
            public void returned(Transaction tx, Entry entry) throws SQLException {
                first.returned(tx, entry);
                second.returned(tx, entry);
            }

            @Override
            public void shrunk(Transaction tx, FileId removed, long bytes) throws SQLException {
                first.shrunk(tx, removed, bytes);
                second.shrunk(tx, removed, bytes);
            }

            @Override
            public void transferred(Transaction tx, Collection<FileId> files, SpaceId to) throws SQLException {
                first.transferred(tx, files, to);
                second.transferred(tx, files, to);
            }

            @Override
            public void forgotten(Transaction tx, Collection<FileId> files) throws SQLException {
                first.forgotten(tx, files);
                second.forgotten(tx, files);
            }
        };
    }
}
