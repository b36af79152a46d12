package coffer.logins;

import coffer.accounts.AccountRemoval;
import coffer.accounts.AccountsFeature;
import coffer.base.AccountId;
import coffer.db.Database;
import coffer.db.Ids;
import coffer.db.Partition;
import coffer.events.BackgroundLoop;
import coffer.events.EventLog;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;

/** Builds this package on an open installation. Thread-safe. */
public final class LoginsFeature implements AccountRemoval {
    /** How often what is over is removed. */
    public static final Duration UPKEEP_EVERY = Duration.ofMinutes(10);

    private static final String END_SESSIONS = "DELETE FROM login_session WHERE account_id = ?";
    private static final String END_FLOWS = "DELETE FROM login_flow WHERE account_id = ?";

    private final Database database;
    private final Sessions sessions;
    private final LoginFlows flows;

    public LoginsFeature(
            Database database,
            Ids ids,
            EventLog events,
            AccountsFeature accounts,
            SessionPolicy policy,
            SecureRandom random,
            Clock clock) {
        this.database = database;
        sessions = new Sessions(
                database, ids, events, accounts.accounts(), accounts.authenticator(), policy, random, clock);
        flows = new LoginFlows(database, ids, events, accounts.appPasswords(), random, clock);
    }

    public Sessions sessions() {
        return sessions;
    }

    public LoginFlows flows() {
        return flows;
    }

    /** Removes what is over; for a background loop. */
    public BackgroundLoop.Next upkeep() {
        sessions.sweep();
        flows.sweep();
        return BackgroundLoop.Next.WAIT;
    }

    @Override
    public boolean remove(AccountId account) {
        database.write(
                Partition.GENERAL,
                tx -> tx.update(END_SESSIONS, account.value()) + tx.update(END_FLOWS, account.value()));
        return true;
    }
}
