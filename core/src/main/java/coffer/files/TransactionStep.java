package coffer.files;

import coffer.db.Transaction;
import java.sql.SQLException;

/** Work of another feature that must be stored together with a file, or not at all. May run more than once. */
@FunctionalInterface
public interface TransactionStep {
    TransactionStep NOTHING = (_, _) -> {};

    /** @param stored the file as the transaction will leave it */
    void apply(Transaction tx, Entry stored) throws SQLException;
}
