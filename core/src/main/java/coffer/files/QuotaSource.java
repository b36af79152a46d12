package coffer.files;

import coffer.base.AccountId;
import coffer.db.Session;
import java.sql.SQLException;

/** Where the tree learns how much an account may store; asked inside the transaction that stores it. */
@FunctionalInterface
public interface QuotaSource {
    /** The effective quota in bytes, or {@link UsedQuota#UNLIMITED}. */
    long quotaBytes(Session session, AccountId account) throws SQLException;
}
