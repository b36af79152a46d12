package coffer.files;

import coffer.base.AccountId;
import coffer.base.FileId;
import coffer.base.FileName;
import coffer.db.Session;
import coffer.db.Transaction;
import java.sql.SQLException;

/**
 * What accounts received from others, for the tree that shows it in their homes. What answers lives in a feature above and is passed in when the
 * program is wired. Every change of what {@link #mounts} answers has {@link coffer.base.SpaceId#SHARING} among its spaces, or raises it.
 */
public interface MountSource {
    /** Nobody has received anything. */
    MountSource NONE = new MountSource() {
        @Override
        public Mounts mounts(Session session, AccountId account, FileId home) {
            return Mounts.NONE;
        }

        @Override
        public void placed(Transaction tx, View home, Mount mount, FileId parent, FileName name) {
            throw new IllegalStateException("there are no mounts");
        }

        @Override
        public void left(Transaction tx, View home, Mount mount) {
            throw new IllegalStateException("there are no mounts");
        }
    };

    /**
     * What an account sees beside its own.
     *
     * @param home the root of the account's home, where things are shown that have no other place
     */
    Mounts mounts(Session session, AccountId account, FileId home) throws SQLException;

    /**
     * From now on it is shown there. The place is free.
     *
     * @param mount as {@link #mounts} has given it
     */
    void placed(Transaction tx, View home, Mount mount, FileId parent, FileName name) throws SQLException;

    /** The account does not want to see it any more, until it asks for it again. What was shared stays as it is. */
    void left(Transaction tx, View home, Mount mount) throws SQLException;
}
