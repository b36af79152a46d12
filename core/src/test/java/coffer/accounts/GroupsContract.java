package coffer.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import coffer.base.Secret;
import coffer.events.Event;
import coffer.events.EventType;
import coffer.events.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Groups, their members and their administrators on both databases. */
abstract class GroupsContract extends AccountsKit {
    @Test
    void theGroupOfAdministratorsExistsFromTheStartAndStays() {
        assertThat(groups.byGid("admin")).contains(new Group("admin", "admin"));
        assertThat(groups.delete(operator(), "admin")).isEqualTo(new GroupResult.AdminGroup());
        assertThat(groups.create(operator(), "Admin", "")).isEqualTo(new GroupResult.Exists());
    }

    @Test
    void aGroupIsMadeRenamedAndRemoved() {
        assertThat(groups.create(operator(), "Büro", "")).isEqualTo(new GroupResult.Done(new Group("Büro", "Büro")));
        assertThat(groups.create(operator(), "BÜRO", "")).isEqualTo(new GroupResult.Exists());
        assertThat(groups.create(operator(), "a/b", "")).isInstanceOf(GroupResult.Invalid.class);
        assertThat(groups.rename(operator(), "büro", "Das Büro"))
                .isEqualTo(new GroupResult.Done(new Group("Büro", "Das Büro")));
        account("anna", "büro");

        assertThat(groups.delete(operator(), "büro")).isInstanceOf(GroupResult.Done.class);

        assertThat(groups.byGid("Büro")).isEmpty();
        assertThat(accounts.byUid("anna")).isPresent();
        assertThat(groups.delete(operator(), "büro")).isEqualTo(new GroupResult.UnknownGroup());
        assertThat(groups.rename(operator(), "büro", "x")).isEqualTo(new GroupResult.UnknownGroup());
        assertThat(logged(EventType.GROUP_CREATED, Outcome.OK)).isEqualTo(1);
        assertThat(logged(EventType.GROUP_CHANGED, Outcome.OK)).isEqualTo(1);
        assertThat(logged(EventType.GROUP_DELETED, Outcome.OK)).isEqualTo(1);
        assertThat(logged(EventType.GROUP_DELETED, Outcome.DENIED)).isEqualTo(1);
    }

    @Test
    void membersComeAndGoAndARepetitionChangesNothing() {
        group("staff");
        Account anna = account("anna");
        assertThat(groups.add(operator(), "ANNA", "Staff")).isEqualTo(new MemberResult.Done(true));
        assertThat(groups.add(operator(), "anna", "staff")).isEqualTo(new MemberResult.Done(false));
        assertThat(members("staff")).containsExactly("anna");
        assertThat(groups.of(operator(), "anna").orElseThrow()).containsExactly(new Group("staff", "staff"));
        assertThat(groups.remove(operator(), "anna", "staff")).isEqualTo(new MemberResult.Done(true));
        assertThat(groups.remove(operator(), "anna", "staff")).isEqualTo(new MemberResult.Done(false));
        assertThat(groups.of(anna.id())).isEmpty();
        assertThat(logged(EventType.GROUP_MEMBER_ADDED)).hasSize(1);
        assertThat(logged(EventType.GROUP_MEMBER_REMOVED)).hasSize(1);
    }

    @Test
    void whatIsNotThereIsNamedByTheAnswer() {
        group("staff");
        account("anna");
        assertThat(groups.add(operator(), "anna", "nowhere")).isEqualTo(new MemberResult.UnknownGroup());
        assertThat(groups.add(operator(), "nobody", "staff")).isEqualTo(new MemberResult.UnknownAccount());
        assertThat(groups.promote(operator(), "nobody", "staff")).isEqualTo(new SubadminResult.UnknownAccount());
        assertThat(groups.promote(operator(), "anna", "nowhere")).isEqualTo(new SubadminResult.UnknownGroup());
        assertThat(groups.promote(operator(), "anna", "admin")).isEqualTo(new SubadminResult.AdminGroup());
        assertThat(groups.demote(operator(), "anna", "staff")).isEqualTo(new SubadminResult.NotSubadmin());
        assertThat(logged(EventType.GROUP_MEMBER_ADDED, Outcome.DENIED)).isEqualTo(2);
        assertThat(logged(EventType.GROUP_SUBADMIN_ADDED, Outcome.DENIED)).isEqualTo(3);
    }

    @Test
    void onlyAdministratorsMakeGroupsAndGroupAdministrators() {
        group("staff");
        Account sub = subadmin("sub", "staff");
        assertThat(groups.create(actor(sub), "mine", "")).isEqualTo(new GroupResult.NotAllowed());
        assertThat(groups.rename(actor(sub), "staff", "Mine")).isEqualTo(new GroupResult.NotAllowed());
        assertThat(groups.delete(actor(sub), "staff")).isEqualTo(new GroupResult.NotAllowed());
        assertThat(groups.promote(actor(sub), "sub", "staff")).isEqualTo(new SubadminResult.NotAllowed());
        Account chief = account("chief", Group.ADMIN);
        assertThat(groups.create(actor(chief), "mine", "")).isInstanceOf(GroupResult.Done.class);
        assertThat(groups.demote(actor(chief), "sub", "staff")).isEqualTo(new SubadminResult.Done(true));
    }

    @Test
    void listsShowCountsAndOnlyOnesOwnGroups() {
        group("alpha");
        group("beta");
        groups.rename(operator(), "beta", "Die Zweite");
        account("anna", "beta");
        account("berta", "beta");
        accounts.setEnabled(operator(), "berta", false);
        Account sub = subadmin("sub", "beta");

        assertThat(gids("", "", 10)).containsExactly("admin", "alpha", "beta");
        assertThat(gids("", "admin", 1)).containsExactly("alpha");
        assertThat(gids("zweite", "", 10)).containsExactly("beta");
        Groups.Details beta = new Groups.Details(new Group("beta", "Die Zweite"), 2, 1, true, new Quota.Default());
        assertThat(groups.list(actor(sub), "", "", 0, 10)).isEqualTo(new Listing.Page<>(List.of(beta)));
        assertThat(groups.list(actor(account("carl")), "", "", 0, 10))
                .isEqualTo(new Listing.NotAllowed<Groups.Details>());
        assertThatThrownBy(() -> gids("", "", Groups.LIMIT_MAX + 1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(gids("", "", Groups.LIMIT_MAX)).hasSize(3);
    }

    @Test
    void aQuotaIsShownAndEachChangeIsAnEvent() {
        group("staff");
        Account sub = subadmin("sub", "staff");
        assertThat(quota("staff")).isEqualTo(new Quota.Default());
        assertThat(groups.setQuota(operator(), "STAFF", new Quota.Bytes(0)))
                .isEqualTo(new GroupResult.Done(new Group("staff", "staff")));
        assertThat(quota("staff")).isEqualTo(new Quota.Bytes(0));
        groups.setQuota(operator(), "staff", new Quota.Bytes(Long.MAX_VALUE));
        assertThat(quota("staff")).isEqualTo(new Quota.Bytes(Long.MAX_VALUE));
        groups.setQuota(operator(), "staff", new Quota.Unlimited());
        groups.rename(operator(), "staff", "All of us");
        assertThat(groups.list(actor(sub), "", "", 0, 10).itemsOrNone())
                .containsExactly(
                        new Groups.Details(new Group("staff", "All of us"), 0, 0, true, new Quota.Unlimited()));
        groups.setQuota(operator(), "staff", new Quota.Default());
        assertThat(quota("staff")).isEqualTo(new Quota.Default());

        List<Event> changes = logged(EventType.GROUP_CHANGED);
        assertThat(changes).hasSize(5);
        assertThat(changes.getFirst().before()).containsExactly(entry("quota", "default"));
        assertThat(changes.getFirst().after()).containsExactly(entry("quota", "0 B"));
        assertThat(changes.getLast().before()).containsExactly(entry("quota", "none"));
        assertThat(changes.getLast().after()).containsExactly(entry("quota", "default"));
    }

    @Test
    void onlyAdministratorsSetTheQuotaOfAGroup() {
        group("staff");
        Account sub = subadmin("sub", "staff");
        Account anna = account("anna", "staff");
        assertThat(groups.setQuota(actor(sub), "staff", new Quota.Bytes(1))).isEqualTo(new GroupResult.NotAllowed());
        assertThat(groups.setQuota(actor(anna), "nowhere", new Quota.Bytes(1))).isEqualTo(new GroupResult.NotAllowed());
        assertThat(groups.setQuota(operator(), "nowhere", new Quota.Bytes(1)))
                .isEqualTo(new GroupResult.UnknownGroup());
        assertThat(quota("staff")).isEqualTo(new Quota.Default());
        assertThat(logged(EventType.GROUP_CHANGED, Outcome.DENIED)).isEqualTo(3);
        assertThat(groups.details(actor(anna), "staff")).isEmpty();
        assertThat(groups.details(actor(sub), "staff")).isPresent();
    }

    @Test
    void aGroupAdministratorSeesAndManagesTheMembersOfTheirGroups() {
        group("staff");
        Account anna = account("anna", "staff");
        account("berta");
        Account sub = subadmin("sub", "staff");

        assertThat(accounts.visible(actor(sub), "anna")).contains(anna);
        assertThat(accounts.visible(actor(sub), "berta")).isEmpty();
        assertThat(accounts.list(actor(sub), AccountQuery.all("", "", 10)).itemsOrNone())
                .containsExactly(anna);
        assertThat(accounts.edit(actor(sub), "anna", new AccountChange.SetQuota(new Quota.Bytes(1))))
                .isInstanceOf(EditResult.Changed.class);
        assertThat(accounts.edit(actor(sub), "sub", new AccountChange.SetQuota(new Quota.Bytes(1))))
                .isEqualTo(new EditResult.NotAllowed());
        assertThat(accounts.setEnabled(actor(sub), "anna", false)).isEqualTo(new StateResult.Done());
        assertThat(accounts.delete(actor(sub), "berta")).isEqualTo(new StateResult.UnknownAccount());
        assertThat(accounts.delete(actor(sub), "anna")).isEqualTo(new StateResult.Done());
    }

    @Test
    void aGroupAdministratorMakesAccountsInTheirGroupsOnly() {
        group("staff");
        group("board");
        Account sub = subadmin("sub", "staff");
        assertThat(create(sub, List.of(), List.of())).isEqualTo(new CreateResult.GroupRequired());
        assertThat(create(sub, List.of("board"), List.of())).isEqualTo(new CreateResult.GroupNotAllowed("board"));
        assertThat(create(sub, List.of("staff", "admin"), List.of()))
                .isEqualTo(new CreateResult.GroupNotAllowed("admin"));
        assertThat(create(sub, List.of("staff"), List.of("board")))
                .isEqualTo(new CreateResult.GroupNotAllowed("board"));
        assertThat(create(sub, List.of("staff"), List.of("staff"))).isInstanceOf(CreateResult.Created.class);
        assertThat(logged(EventType.ACCOUNT_CREATED, Outcome.DENIED)).isEqualTo(4);
    }

    @Test
    void nobodyIsManagedByWhoHasFewerRights() {
        group("staff");
        group("board");
        account("chief", Group.ADMIN, "staff");
        account("other", "staff");
        groups.promote(operator(), "other", "board");
        Account sub = subadmin("sub", "staff");
        try (Secret next = Secret.of("another good one")) {
            AccountChange takeOver = new AccountChange.Password(next);
            assertThat(accounts.edit(actor(sub), "chief", takeOver)).isEqualTo(new EditResult.NotAllowed());
            assertThat(accounts.edit(actor(sub), "other", takeOver)).isEqualTo(new EditResult.NotAllowed());
        }
        assertThat(accounts.setEnabled(actor(sub), "chief", false)).isEqualTo(new StateResult.NotAllowed());
        assertThat(groups.remove(actor(sub), "chief", "staff")).isEqualTo(new MemberResult.NotAllowed());
    }

    @Test
    void aGroupAdministratorCannotPullStrangersIn() {
        group("staff");
        group("board");
        account("stranger");
        account("anna", "staff");
        Account sub = subadmin("sub", "staff", "board");
        assertThat(groups.add(actor(sub), "stranger", "staff")).isEqualTo(new MemberResult.UnknownAccount());
        assertThat(groups.add(actor(sub), "anna", "admin")).isEqualTo(new MemberResult.NotAllowed());
        assertThat(groups.add(actor(sub), "anna", "board")).isEqualTo(new MemberResult.Done(true));
        assertThat(groups.remove(actor(sub), "anna", "staff")).isEqualTo(new MemberResult.Done(true));
        assertThat(groups.remove(actor(sub), "anna", "board")).isEqualTo(new MemberResult.LastManagedGroup());
    }

    @Test
    void nobodyTakesThemselvesOutOfTheirRights() {
        group("staff");
        Account chief = account("chief", Group.ADMIN, "staff");
        account("second", Group.ADMIN);
        Account sub = subadmin("sub", "staff");
        groups.add(operator(), "sub", "staff");
        assertThat(groups.remove(actor(chief), "chief", "admin")).isEqualTo(new MemberResult.Oneself());
        assertThat(groups.remove(actor(sub), "sub", "staff")).isEqualTo(new MemberResult.Oneself());
        assertThat(groups.remove(actor(chief), "chief", "staff")).isEqualTo(new MemberResult.Done(true));
        assertThat(groups.remove(actor(chief), "second", "admin")).isEqualTo(new MemberResult.Done(true));
    }

    @Test
    void whoMayNotSeeAGroupGetsTheAnswerOfAMissingOne() {
        group("staff");
        group("board");
        Account anna = account("anna", "staff", "board");
        Account sub = subadmin("sub", "staff");
        assertThat(groups.visible(actor(sub), "board")).isEmpty();
        assertThat(groups.subadmins(actor(sub), "board")).isEmpty();
        assertThat(groups.subadmins(actor(sub), "staff")).contains(List.of("sub"));
        assertThat(groups.of(actor(sub), "anna")).contains(List.of(new Group("staff", "staff")));
        assertThat(groups.of(actor(anna), "anna"))
                .contains(List.of(new Group("board", "board"), new Group("staff", "staff")));
        assertThat(groups.of(actor(anna), "sub")).isEmpty();
        assertThat(groups.managedBy(operator(), "sub")).contains(List.of(new Group("staff", "staff")));
        assertThat(groups.managedBy(actor(anna), "sub")).isEmpty();
    }

    private CreateResult create(Account by, List<String> in, List<String> subadminOf) {
        return accounts.create(
                actor(by),
                new NewAccount("fresh", Secret.of(PASSWORD), "", null, in, subadminOf, new Quota.Default(), ""));
    }

    private Quota quota(String gid) {
        return groups.details(operator(), gid).orElseThrow().quota();
    }

    private List<String> members(String gid) {
        return accounts.list(operator(), AccountQuery.all("", "", 10).inGroup(gid)).itemsOrNone().stream()
                .map(Account::uid)
                .toList();
    }

    private List<String> gids(String search, String after, int limit) {
        return groups.list(operator(), search, after, 0, limit).itemsOrNone().stream()
                .map(details -> details.group().gid())
                .toList();
    }
}
