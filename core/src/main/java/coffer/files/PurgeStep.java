package coffer.files;

import coffer.base.FileId;
import coffer.db.Transaction;
import java.sql.SQLException;

/** Work of another feature that goes together with deleting something for good. May run more than once. */
@FunctionalInterface
public interface PurgeStep {
    void apply(Transaction tx, FileId removed) throws SQLException;
}
