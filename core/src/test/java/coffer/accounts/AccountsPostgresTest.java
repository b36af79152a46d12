package coffer.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.db.Database;
import coffer.db.Ids;
import coffer.db.TestDatabase;
import coffer.events.EventLog;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class AccountsPostgresTest extends AccountsContract {
    private final TestDatabase shared = TestDatabase.postgres();

    @Override
    protected TestDatabase testDatabase() {
        return shared;
    }

    /** Two processes on one database, whose administrators disable each other at the same time: one of them stays. */
    @Test
    void theLastAdministratorStaysAlsoBetweenProcesses() throws ExecutionException, InterruptedException {
        Account anna = account("anna", Group.ADMIN);
        Account berta = account("berta", Group.ADMIN);
        try (Database elsewhere = shared.open();
                AccountsFeature second = AccountsFeature.open(
                        elsewhere,
                        new Ids(elsewhere),
                        new EventLog(elsewhere, clock),
                        new Passwords(CHEAP, 1, Passwords.QUEUE, random),
                        AccountsSettings.standard(),
                        waits::add,
                        random,
                        clock);
                var processes = Executors.newFixedThreadPool(2)) {
            for (int round = 0; round < 10; round++) {
                Future<StateResult> one = processes.submit(() -> accounts.setEnabled(actor(anna), "berta", false));
                Future<StateResult> other =
                        processes.submit(() -> second.accounts().setEnabled(actor(berta), "anna", false));
                one.get();
                other.get();
                boolean annaStays = reread(anna.id()).enabled();
                boolean bertaStays = reread(berta.id()).enabled();
                assertThat(annaStays ^ bertaStays).as("round %s", round).isTrue();
                accounts.setEnabled(operator(), annaStays ? "berta" : "anna", true);
            }
        }
    }
}
