package coffer.shares;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.accounts.AccountsFeature;
import coffer.accounts.CheapAccounts;
import coffer.accounts.NewAccount;
import coffer.accounts.Quota;
import coffer.base.Actor;
import coffer.base.FileId;
import coffer.base.Origin;
import coffer.base.Secret;
import coffer.db.Ids;
import coffer.db.StoreContract;
import coffer.events.EventLog;
import coffer.files.Conditions;
import coffer.files.Entry;
import coffer.files.Homes;
import coffer.files.Listing;
import coffer.files.RemoveResult;
import coffer.files.Retention;
import coffer.files.Spot;
import coffer.files.TreeKit;
import coffer.files.View;
import coffer.files.WriteGuard;
import coffer.testkit.TurnedClock;
import coffer.trash.Trash;
import coffer.trash.TrashKeeper;
import coffer.trash.TrashPolicy;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Some people with their homes, and shares between them. */
abstract class SharesKit extends StoreContract {
    static final Actor OPERATOR = Actor.operator("test");
    static final String PASSWORD = "a long enough password";

    final TurnedClock clock = new TurnedClock(Instant.parse("2026-11-23T10:00:00Z"));
    private final Map<String, View> views = new HashMap<>();
    AccountsFeature accounts;
    TreeKit tree;
    Homes homes;
    Shares shares;
    Trash trash;
    View anna;
    View ben;
    View cleo;

    @BeforeEach
    final void openShares() {
        EventLog events = new EventLog(database, clock);
        accounts = CheapAccounts.open(database, new Ids(database), events, new SecureRandom(), clock);
        TrashPolicy policy = TrashPolicy.standard();
        tree = new TreeKit(
                database,
                directory,
                clock,
                WriteGuard.NONE,
                Retention.of(new TrashKeeper(policy, clock), new ShareKeeper()),
                null,
                new ShareGrants(clock));
        homes = new Homes(tree.files, new ReceivedShares(tree.events, clock), clock);
        shares = new Shares(database, homes, tree.events, clock);
        trash = new Trash(database, tree.files, tree.events, policy, clock);
        accounts.groups().create(OPERATOR, "staff", "Staff");
        anna = person("anna");
        ben = person("ben");
        cleo = person("cleo");
    }

    @AfterEach
    final void closeAccounts() {
        accounts.close();
    }

    final View person(String uid, String... groups) {
        try (Secret password = Secret.of(PASSWORD)) {
            accounts.accounts()
                    .create(
                            OPERATOR,
                            new NewAccount(
                                    uid, password, "", null, List.of(groups), List.of(), new Quota.Default(), ""));
        }
        return home(uid);
    }

    final View home(String uid) {
        return views.computeIfAbsent(uid, _ -> {
            var account = accounts.accounts().byUid(uid).orElseThrow();
            Actor actor = Actor.user(account.id(), account.uid(), null, Origin.local("test"));
            return tree.files.spaces().home(actor, account);
        });
    }

    static NewShare with(String uid, @Nullable Integer bits) {
        return new NewShare(ShareKind.USER, uid, bits, null, "", "", "");
    }

    static NewShare withGroup(String gid, @Nullable Integer bits) {
        return new NewShare(ShareKind.GROUP, gid, bits, null, "", "", "");
    }

    final SeenShare share(View home, String path, NewShare wanted) {
        return switch (shares.create(home, TreeKit.path(path), wanted)) {
            case ShareResult.Done(SeenShare share) -> share;
            case ShareResult.Refused(ShareRefusal why) -> throw new AssertionError(path + ": " + why);
        };
    }

    final ShareRefusal refused(View home, String path, NewShare wanted) {
        return refused(shares.create(home, TreeKit.path(path), wanted));
    }

    static ShareRefusal refused(ShareResult result) {
        assertThat(result).isInstanceOf(ShareResult.Refused.class);
        return ((ShareResult.Refused) result).why();
    }

    final Spot at(View home, String path) {
        return homes.at(home, TreeKit.path(path));
    }

    final boolean sees(View home, String path) {
        return homes.entry(at(home, path)).isPresent();
    }

    final Entry entry(View home, String path) {
        return homes.entry(at(home, path)).orElseThrow(() -> new AssertionError("nothing at " + path));
    }

    final List<String> names(View home, String path) {
        Listing listing = homes.list(at(home, path), 1_000).orElseThrow();
        List<String> names = new ArrayList<>();
        List<Entry> page = listing.members();
        while (!page.isEmpty()) {
            page.forEach(member -> names.add(String.valueOf(member.name())));
            page = homes.children(home, listing.entry(), page.getLast().name(), 1_000);
        }
        return names;
    }

    final RemoveResult remove(View home, String path) {
        return homes.remove(at(home, path), home, Conditions.NONE);
    }

    final void restoreFromTrash(View home, FileId id) {
        trash.list(home, null, 100).stream()
                .filter(item -> item.id().equals(id))
                .forEach(item -> trash.restore(home, item, TreeKit.path("")));
    }
}
