package coffer.files;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.accounts.Account;
import coffer.accounts.AccountsFeature;
import coffer.accounts.CheapAccounts;
import coffer.accounts.CreateResult;
import coffer.accounts.NewAccount;
import coffer.accounts.Quota;
import coffer.base.Actor;
import coffer.base.Secret;
import coffer.db.Ids;
import coffer.db.StoreContract;
import coffer.events.EventLog;
import coffer.testkit.TurnedClock;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Quotas of groups where they count: in the transaction that stores, on both databases. */
abstract class GroupQuotaContract extends StoreContract {
    private static final Actor OPERATOR = Actor.operator("test");

    private final TurnedClock clock = new TurnedClock(Instant.parse("2026-11-22T10:00:00Z"));
    private AccountsFeature accounts;
    private TreeKit tree;
    private View home;

    @BeforeEach
    void openFeatures() {
        EventLog events = new EventLog(database, clock);
        accounts = CheapAccounts.open(database, new Ids(database), events, new SecureRandom(), clock);
        tree = new TreeKit(
                database, directory, clock, WriteGuard.NONE, Retention.NONE, accounts.accounts()::quotaBytes);
        accounts.groups().create(OPERATOR, "staff", "");
        accounts.groups().create(OPERATOR, "board", "");
        NewAccount wanted = new NewAccount(
                "anna", Secret.of("a good password"), "", null, List.of("staff"), List.of(), new Quota.Default(), "");
        Account anna = ((CreateResult.Created) accounts.accounts().create(OPERATOR, wanted)).account();
        home = tree.files.spaces().home(Actor.operator("test"), anna);
    }

    @AfterEach
    void closeFeatures() {
        accounts.close();
    }

    @Test
    void whatFitsIsStoredToTheLastByteAndNoMore() {
        quota("staff", new Quota.Bytes(10));
        assertThat(tree.write(home, "a.txt", "0123456789")).isInstanceOf(WriteResult.Created.class);
        assertThat(tree.write(home, "b.txt", "x")).isEqualTo(new Refusal.QuotaExceeded(1, 0));
        assertThat(tree.files.quota(home)).isEqualTo(new UsedQuota(10, 0));
        quota("staff", new Quota.Bytes(11));
        assertThat(tree.write(home, "b.txt", "xy")).isEqualTo(new Refusal.QuotaExceeded(2, 1));
        assertThat(tree.write(home, "b.txt", "x")).isInstanceOf(WriteResult.Created.class);
    }

    @Test
    void joiningAndLeavingAGroupCountsFromTheNextWriteOn() {
        quota("staff", new Quota.Bytes(1));
        quota("board", new Quota.Bytes(2));
        assertThat(tree.write(home, "a.txt", "ab")).isInstanceOf(Refusal.QuotaExceeded.class);
        accounts.groups().add(OPERATOR, "anna", "board");
        assertThat(tree.write(home, "a.txt", "ab")).isInstanceOf(WriteResult.Created.class);
        accounts.groups().remove(OPERATOR, "anna", "board");
        assertThat(tree.write(home, "b.txt", "c")).isInstanceOf(Refusal.QuotaExceeded.class);
        assertThat(tree.read(home, "a.txt")).isEqualTo("ab");
        quota("staff", new Quota.Unlimited());
        assertThat(tree.write(home, "b.txt", "c")).isInstanceOf(WriteResult.Created.class);
        assertThat(tree.files.quota(home)).isEqualTo(new UsedQuota(3, UsedQuota.UNLIMITED));
    }

    private void quota(String gid, Quota quota) {
        accounts.groups().setQuota(OPERATOR, gid, quota);
    }
}
