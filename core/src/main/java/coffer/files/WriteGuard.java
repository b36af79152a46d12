package coffer.files;

import coffer.base.Actor;
import coffer.base.FileId;
import coffer.base.SpaceId;
import coffer.db.Session;
import coffer.db.Transaction;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who else has a say in a change: locks. The tree asks before each change, in its transaction; what answers lives in a
 * feature above and is passed in when the program is wired.
 */
public interface WriteGuard {
    /** Guards nothing. */
    WriteGuard NONE = (_, _) -> Guarded.NOTHING;

    /** What is guarded in this space now. One indexed query; nearly always the answer is {@link Guarded#NOTHING}. */
    Guarded guarded(Session session, SpaceId space) throws SQLException;

    /** These files and collections belong to another space from now on, with the locks that are on them. */
    default void transferred(Transaction tx, Collection<FileId> files, SpaceId from, SpaceId to) throws SQLException {}

    /** How far a change reaches. */
    enum Reach {
        /** Content, properties or members of the resource itself. Adding or removing a member changes the collection. */
        ITSELF,
        /** The resource goes away from its place with all below it, which changes its collection as well. */
        TREE
    }

    /** The guards of one space as one session sees them. A lineage is a resource and its ancestors, the root first. */
    interface Guarded {
        Guarded NOTHING = new Guarded() {
            @Override
            public Optional<FileId> blocks(List<FileId> lineage, Reach reach, Actor actor, Set<String> tokens) {
                return Optional.empty();
            }

            @Override
            public boolean covers(String token, List<FileId> lineage) {
                return false;
            }

            @Override
            public void release(Transaction tx, FileId top) {}

            @Override
            public void moved(Transaction tx, FileId top) {}
        };

        /**
         * What stands in the way of a change.
         *
         * @param tokens the lock tokens the request submits; they count only for the actor who holds the lock
         * @return the resource that is locked; empty when the change may go on
         */
        Optional<FileId> blocks(List<FileId> lineage, Reach reach, Actor actor, Set<String> tokens) throws SQLException;

        /** Whether the lock with this token covers the resource, whoever holds it (RFC 4918 § 10.4.4). */
        boolean covers(String token, List<FileId> lineage);

        /** The resource is removed: all locks on it and below it end (RFC 4918 § 9.6). */
        void release(Transaction tx, FileId top) throws SQLException;

        /**
         * The resource goes to another place of the space: locks of RFC 4918 on it and below it end (§ 7.6), those that
         * people see go along.
         */
        void moved(Transaction tx, FileId top) throws SQLException;
    }
}
