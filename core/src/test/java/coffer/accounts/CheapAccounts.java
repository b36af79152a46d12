package coffer.accounts;

import coffer.db.Database;
import coffer.db.Ids;
import coffer.events.EventLog;
import java.security.SecureRandom;
import java.time.Clock;

/** Accounts whose passwords cost little to hash and whose attempts are not slowed, for the tests of features above. */
public final class CheapAccounts {
    private CheapAccounts() {}

    /** The caller closes it. */
    public static AccountsFeature open(Database database, Ids ids, EventLog events, SecureRandom random, Clock clock) {
        return open(database, ids, events, AccountsSettings.standard(), random, clock);
    }

    /** The same with other settings. */
    public static AccountsFeature open(
            Database database, Ids ids, EventLog events, AccountsSettings settings, SecureRandom random, Clock clock) {
        Passwords passwords = new Passwords(AccountsKit.CHEAP, 2, Passwords.QUEUE, random);
        return AccountsFeature.open(database, ids, events, passwords, settings, _ -> {}, random, clock);
    }
}
