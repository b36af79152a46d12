package coffer.shares;

import static coffer.files.TreeKit.path;
import static org.assertj.core.api.Assertions.assertThat;

import coffer.accounts.Account;
import coffer.accounts.AccountsFeature;
import coffer.accounts.AccountsSettings;
import coffer.accounts.CreateResult;
import coffer.accounts.NewAccount;
import coffer.accounts.Quota;
import coffer.base.Actor;
import coffer.base.ETag;
import coffer.base.FileId;
import coffer.base.FileName;
import coffer.base.Origin;
import coffer.base.Secret;
import coffer.db.Ids;
import coffer.db.StoreContract;
import coffer.files.Conditions;
import coffer.files.CopyResult;
import coffer.files.Entry;
import coffer.files.Grant;
import coffer.files.Homes;
import coffer.files.Listing;
import coffer.files.MoveResult;
import coffer.files.Refusal;
import coffer.files.RemoveResult;
import coffer.files.Retention;
import coffer.files.Spot;
import coffer.files.TreeKit;
import coffer.files.View;
import coffer.locks.LockGuard;
import coffer.testkit.TurnedClock;
import coffer.trash.TrashKeeper;
import coffer.trash.TrashPolicy;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Homes with what was received among their own. */
abstract class ReceivedHomesContract extends StoreContract {
    private static final Actor OPERATOR = Actor.operator("test");

    private AccountsFeature accounts;
    private TreeKit kit;
    private ShareKit shares;
    private Homes homes;
    private View anna;
    private View ben;

    @BeforeEach
    void makeHomes() {
        TurnedClock clock = new TurnedClock(Instant.parse("2026-11-22T10:00:00Z"));
        kit = new TreeKit(
                database,
                directory,
                clock,
                new LockGuard(clock),
                Retention.of(new TrashKeeper(TrashPolicy.standard(), clock), new ShareKeeper()),
                null,
                new ShareGrants(clock));
        accounts = AccountsFeature.open(
                database, new Ids(database), kit.events, AccountsSettings.standard(), new SecureRandom(), clock);
        shares = new ShareKit(database, clock);
        homes = new Homes(kit.files, new ReceivedShares(kit.events, clock), clock);
        anna = home("anna");
        ben = home("ben");
        kit.mkdir(anna, "m");
        kit.mkdir(anna, "m/sub");
        kit.put(anna, "m/sub/file", "hello");
    }

    @AfterEach
    void closeAccounts() {
        accounts.close();
    }

    private View home(String uid) {
        try (Secret password = Secret.of("a good password")) {
            NewAccount wanted =
                    new NewAccount(uid, password, "", null, List.of(), List.of(), new Quota.Unlimited(), "");
            Account account = ((CreateResult.Created) accounts.accounts().create(OPERATOR, wanted)).account();
            Actor actor = Actor.user(account.id(), uid, null, Origin.local("test"));
            return kit.files.spaces().home(actor, account.id(), uid);
        }
    }

    private int share(String path, int bits) {
        return shares.share(kit.entry(anna, path), anna.owner(), ben.owner(), bits);
    }

    private Spot at(String path) {
        return homes.at(ben, path(path));
    }

    private List<String> names(String path, int max) {
        Listing listing = homes.list(at(path), max).orElseThrow();
        List<String> names = new ArrayList<>();
        List<Entry> page = listing.members();
        while (!page.isEmpty()) {
            page.forEach(entry -> names.add(TreeKit.name(entry)));
            FileName last = page.getLast().name();
            page = homes.children(ben, listing.entry(), last, max);
        }
        return names;
    }

    private ETag tag(String path) {
        return homes.entry(at(path)).orElseThrow().etag();
    }

    private MoveResult move(String from, String to) {
        return homes.move(at(from), at(to), ben, true, Conditions.NONE);
    }

    @Test
    void aPlaceBelowWhatWasReceivedIsShownByItsView() {
        share("m", ShareBits.ALL);
        Spot inside = at("m/sub/file");
        assertThat(inside.view().space()).isEqualTo(anna.space());
        assertThat(inside.view().grant().kind()).isEqualTo(Grant.Kind.RECEIVED);
        assertThat(inside.path()).isEqualTo(path("sub/file"));
        assertThat(inside.mountPath()).isEqualTo(path("m"));
        assertThat(inside.whole()).isEqualTo(path("m/sub/file"));
        assertThat(at("m").isMountRoot()).isTrue();
        assertThat(at("").view()).isEqualTo(ben);
        assertThat(at("other").view()).isEqualTo(ben);
        assertThat(homes.at(anna, path("m")).view()).isEqualTo(anna);
        Entry mount = homes.entry(at("m")).orElseThrow();
        assertThat(homes.view(ben, mount)).contains(at("m").view());
        assertThat(homes.view(ben, homes.entry(at("")).orElseThrow())).contains(ben);
    }

    @Test
    void listingsHaveItByNameInPagesOfAnySize() {
        for (String name : List.of("a", "c", "e", "g", "z")) {
            kit.mkdir(anna, name);
            share(name, ShareBits.READ);
        }
        for (String name : List.of("b", "d", "f")) {
            kit.put(ben, name, "");
        }
        for (int max = 1; max <= 9; max++) {
            assertThat(names("", max)).as("pages of " + max).containsExactly("a", "b", "c", "d", "e", "f", "g", "z");
        }
    }

    @Test
    void filesAreFoundByTheirIdsWhereTheyAreShown() {
        FileId file = kit.entry(anna, "m/sub/file").id();
        FileId own = kit.put(ben, "own", "1").id();
        assertThat(homes.find(ben, file)).isEmpty();
        int share = share("m", ShareBits.ALL);
        assertThat(homes.find(ben, file).orElseThrow().whole()).isEqualTo(path("m/sub/file"));
        assertThat(homes.find(ben, own).orElseThrow().view()).isEqualTo(ben);
        assertThat(homes.find(ben, anna.root())).isEmpty();
        shares.end(share);
        assertThat(homes.find(ben, file)).isEmpty();
    }

    @Test
    void tagsOfTheFoldersAboveChangeExactlyWithIt() {
        share("m", ShareBits.ALL);
        kit.mkdir(ben, "in");
        kit.mkdir(ben, "beside");
        assertThat(move("m", "in/m")).isInstanceOf(MoveResult.Moved.class);
        ETag root = tag("");
        ETag in = tag("in");
        ETag beside = tag("beside");
        kit.put(anna, "private", "1");
        assertThat(tag("")).isEqualTo(root);
        assertThat(tag("in")).isEqualTo(in);
        kit.put(anna, "m/sub/file", "changed");
        assertThat(tag("")).isNotEqualTo(root);
        assertThat(tag("in")).isNotEqualTo(in);
        assertThat(tag("beside")).isEqualTo(beside);
        assertThat(homes.list(at(""), 100).orElseThrow().members().stream()
                        .filter(entry -> TreeKit.name(entry).equals("in"))
                        .map(Entry::etag))
                .containsExactly(tag("in"));
    }

    @Test
    void movingOutAndInKeepsIds() {
        share("m", ShareBits.ALL);
        FileId id = kit.entry(anna, "m/sub/file").id();
        assertThat(move("m/sub/file", "taken")).isInstanceOf(MoveResult.Moved.class);
        assertThat(kit.entry(ben, "taken").id()).isEqualTo(id);
        assertThat(kit.exists(anna, "m/sub/file")).isFalse();
        assertThat(move("taken", "m/back")).isInstanceOf(MoveResult.Moved.class);
        assertThat(kit.entry(anna, "m/back").id()).isEqualTo(id);
        assertThat(kit.read(anna, "m/back")).isEqualTo("hello");
    }

    /** A refusal that moves did not know ended as a failure of the server. */
    @Test
    void movingIntoAFullSpaceIsRefused() {
        share("m", ShareBits.ALL);
        kit.put(ben, "big", "more than there is room for");
        kit.quotas.put(anna.owner(), 10L);
        assertThat(move("big", "m/big")).isInstanceOf(Refusal.QuotaExceeded.class);
        assertThat(kit.exists(ben, "big")).isTrue();
    }

    @Test
    void nothingTakesItsPlace() {
        share("m", ShareBits.ALL);
        kit.mkdir(ben, "own");
        assertThat(move("own", "m")).isEqualTo(new Refusal.NotAllowed());
        assertThat(homes.move(at("own"), at("m"), ben, false, Conditions.NONE)).isEqualTo(new Refusal.TargetExists());
        assertThat(move("none", "m")).isEqualTo(new Refusal.NotFound());
        assertThat(move("m", "m")).isEqualTo(new Refusal.InvalidTarget(Refusal.InvalidTarget.Reason.ITSELF));
        assertThat(move("m/sub", "m")).isEqualTo(new Refusal.InvalidTarget(Refusal.InvalidTarget.Reason.ABOVE_SOURCE));
        assertThat(homes.copy(at("own"), at("m"), true, true, Conditions.NONE)).isEqualTo(new Refusal.NotAllowed());
        assertThat(kit.eventWords()).contains("file.moved denied", "file.copied denied");
    }

    @Test
    void copiesGoBothWays() {
        share("m", ShareBits.ALL);
        assertThat(homes.copy(at("m"), at("copy"), false, true, Conditions.NONE))
                .isInstanceOf(CopyResult.Copied.class);
        assertThat(kit.read(ben, "copy/sub/file")).isEqualTo("hello");
        assertThat(homes.copy(at("copy/sub"), at("m/again"), false, true, Conditions.NONE))
                .isInstanceOf(CopyResult.Copied.class);
        assertThat(kit.read(anna, "m/again/file")).isEqualTo("hello");
    }

    @Test
    void removingLeavesIt() {
        share("m", ShareBits.ALL);
        assertThat(homes.remove(at("m"), ben, Conditions.NONE)).isInstanceOf(RemoveResult.Removed.class);
        assertThat(names("", 100)).isEmpty();
        assertThat(kit.read(anna, "m/sub/file")).isEqualTo("hello");
    }

    @Test
    void removingForGoodLeavesItsOwnerACopyOfWhatIsTheirs() {
        share("m", ShareBits.ALL);
        FileId sub = kit.entry(anna, "m/sub").id();
        assertThat(homes.removeForGood(at("m/sub"), ben, Conditions.NONE)).isInstanceOf(RemoveResult.Removed.class);
        assertThat(kit.files.removed(anna, List.of(sub))).containsKey(sub);
        kit.mkdir(ben, "in");
        FileId own = kit.entry(ben, "in").id();
        assertThat(move("m", "in/m")).isInstanceOf(MoveResult.Moved.class);
        assertThat(homes.removeForGood(at("in"), ben, Conditions.NONE)).isInstanceOf(RemoveResult.Removed.class);
        assertThat(kit.files.removed(ben, List.of(own))).isEmpty();
        assertThat(names("", 100)).isEmpty();
    }
}
