package coffer.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.AccountId;
import coffer.base.Actor;
import coffer.base.Secret;
import coffer.events.BackgroundLoop;
import coffer.events.Event;
import coffer.events.EventType;
import coffer.events.Outcome;
import coffer.passwords.PasswordPolicies;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Accounts on both databases. */
abstract class AccountsContract extends AccountsKit {
    @Test
    void anAccountIsFoundInAnyLetterCaseAndKeepsItsOwn() {
        Account anna = account("Anna.Meier");

        assertThat(accounts.byUid("anna.meier")).contains(anna);
        assertThat(accounts.byId(anna.id())).contains(anna);
        assertThat(anna.uid()).isEqualTo("Anna.Meier");
        assertThat(anna.displayName()).isEqualTo("Anna.Meier");
        assertThat(anna.email()).isNull();
        assertThat(anna.enabled()).isTrue();
        assertThat(anna.quota()).isEqualTo(new Quota.Default());
        assertThat(anna.created()).isEqualTo(clock.instant());
        assertThat(anna.firstLogin()).isNull();
        assertThat(accounts.byUid("anna")).isEmpty();
    }

    @Test
    void whatIsGivenAtCreationIsThere() {
        group("staff");
        group("guests");
        NewAccount wanted = new NewAccount(
                "anna",
                Secret.of(PASSWORD),
                " Anna Meier ",
                " Anna@Example.org ",
                List.of("staff"),
                List.of("guests"),
                new Quota.Bytes(5),
                "de");

        Account anna = ((CreateResult.Created) accounts.create(operator(), wanted)).account();

        assertThat(anna.displayName()).isEqualTo("Anna Meier");
        assertThat(anna.email()).isEqualTo("Anna@Example.org");
        assertThat(anna.quota()).isEqualTo(new Quota.Bytes(5));
        assertThat(anna.language()).isEqualTo("de");
        assertThat(groups.of(anna.id())).containsExactly(new Group("staff", "staff"));
        assertThat(groups.managedBy(anna.id())).containsExactly(new Group("guests", "guests"));
        assertThat(logged(EventType.ACCOUNT_CREATED, Outcome.OK)).isEqualTo(1);
    }

    @Test
    void twoUserIdsMustNotDifferInLetterCaseOnly() {
        account("anna");
        assertThat(accounts.create(operator(), NewAccount.of("ANNA", Secret.of(PASSWORD))))
                .isEqualTo(new CreateResult.UidTaken());
        assertThat(logged(EventType.ACCOUNT_CREATED, Outcome.DENIED)).isEqualTo(1);
    }

    @Test
    void eachFaultOfARequestHasItsOwnAnswerAndChangesNothing() {
        assertThat(create("bad/uid", PASSWORD, null)).isInstanceOf(CreateResult.Invalid.class);
        assertThat(create("anna", "short pwd", null)).isInstanceOf(CreateResult.PasswordRefused.class);
        assertThat(create("long.enough.name", "LONG.ENOUGH.NAME", null))
                .isInstanceOf(CreateResult.PasswordRefused.class);
        assertThat(create("anna", PASSWORD, "no address")).isInstanceOf(CreateResult.Invalid.class);
        assertThat(create("anna", "", null)).isEqualTo(new CreateResult.PasswordRequired());
        assertThat(create("anna", List.of("staff"), List.of())).isEqualTo(new CreateResult.UnknownGroup("staff"));
        assertThat(create("anna", List.of(), List.of("staff")))
                .isEqualTo(new CreateResult.UnknownSubadminGroup("staff"));
        assertThat(create("anna", List.of(), List.of("admin"))).isEqualTo(new CreateResult.SubadminOfAdminGroup());
        assertThat(accounts.byUid("anna")).isEmpty();
    }

    @Test
    void oneRequestNamesAtMostAHundredGroups() {
        group("staff");
        List<String> most = java.util.Collections.nCopies(NewAccount.GROUPS_MAX, "staff");
        List<String> tooMany = java.util.Collections.nCopies(NewAccount.GROUPS_MAX + 1, "staff");
        assertThat(create("anna", tooMany, List.of())).isInstanceOf(CreateResult.Invalid.class);
        assertThat(create("anna", most, List.of())).isInstanceOf(CreateResult.Created.class);
    }

    @Test
    void anAccountWithAnAddressButNoPasswordExistsAndNobodySignsIn() {
        assertThat(create("anna", "", "anna@example.org")).isInstanceOf(CreateResult.Created.class);
        assertThat(login("anna", PASSWORD)).isEqualTo(new AuthResult.Refused());
        assertThat(login("anna", "")).isEqualTo(new AuthResult.Refused());
    }

    @Test
    void anInstallationMayWantAnAddressForEveryAccount() {
        AccountsSettings settings = new AccountsSettings(
                new AccountPolicy(new Quota.Bytes(7), true), PasswordPolicies.standard(), List.of());
        try (AccountsFeature strict = another(settings)) {
            assertThat(strict.accounts().create(operator(), NewAccount.of("anna", Secret.of(PASSWORD))))
                    .isEqualTo(new CreateResult.EmailRequired());
            NewAccount addressed = new NewAccount(
                    "anna", Secret.of(PASSWORD), "", "anna@example.org", List.of(), List.of(), new Quota.Default(), "");
            assertThat(strict.accounts().create(operator(), addressed)).isInstanceOf(CreateResult.Created.class);
        }
    }

    @Test
    void theEffectiveQuotaFollowsTheDefaultUnlessTheAccountHasItsOwn() {
        Account anna = account("anna");
        AccountsSettings settings = new AccountsSettings(
                new AccountPolicy(new Quota.Bytes(7), false), PasswordPolicies.standard(), List.of());
        try (AccountsFeature limited = another(settings)) {
            assertThat(accounts.quotaBytes(anna)).isEqualTo(Quota.UNLIMITED_BYTES);
            assertThat(limited.accounts().quotaBytes(anna)).isEqualTo(7);
            accounts.edit(operator(), "anna", new AccountChange.SetQuota(new Quota.Bytes(9)));
            assertThat(quotaInASnapshot(limited, anna.id())).isEqualTo(9);
            accounts.edit(operator(), "anna", new AccountChange.SetQuota(new Quota.Unlimited()));
            assertThat(quotaInASnapshot(limited, anna.id())).isEqualTo(Quota.UNLIMITED_BYTES);
            assertThat(quotaInASnapshot(limited, new AccountId(999_999))).isZero();
        }
    }

    @Test
    void theDefaultIsTheLargestQuotaOfTheGroupsBeforeThatOfTheInstallation() {
        AccountsSettings settings = new AccountsSettings(
                new AccountPolicy(new Quota.Bytes(7), false), PasswordPolicies.standard(), List.of());
        try (AccountsFeature limited = another(settings)) {
            List.of("silent", "small", "large", "free").forEach(this::group);
            groups.setQuota(operator(), "small", new Quota.Bytes(5));
            groups.setQuota(operator(), "large", new Quota.Bytes(Long.MAX_VALUE));
            groups.setQuota(operator(), "free", new Quota.Unlimited());
            Account anna = account("anna", "silent");
            account("berta", "free");
            assertThat(effective(limited, anna)).isEqualTo(7);
            groups.add(operator(), "anna", "small");
            assertThat(effective(limited, anna)).isEqualTo(5);
            groups.add(operator(), "anna", "large");
            assertThat(effective(limited, anna)).isEqualTo(Long.MAX_VALUE);
            groups.add(operator(), "anna", "free");
            assertThat(effective(limited, anna)).isEqualTo(Quota.UNLIMITED_BYTES);
            groups.remove(operator(), "anna", "free");
            groups.delete(operator(), "large");
            assertThat(effective(limited, anna)).isEqualTo(5);
            groups.setQuota(operator(), "small", new Quota.Bytes(0));
            assertThat(effective(limited, anna)).isZero();
            groups.setQuota(operator(), "small", new Quota.Default());
            assertThat(effective(limited, anna)).isEqualTo(7);
        }
    }

    @Test
    void anAccountWithAQuotaOfItsOwnGetsNothingFromItsGroups() {
        group("free");
        groups.setQuota(operator(), "free", new Quota.Unlimited());
        Account anna = account("anna", "free");
        accounts.edit(operator(), "anna", new AccountChange.SetQuota(new Quota.Bytes(9)));
        assertThat(effective(feature, reread(anna.id()))).isEqualTo(9);
        groups.setQuota(operator(), "free", new Quota.Bytes(1));
        accounts.edit(operator(), "anna", new AccountChange.SetQuota(new Quota.Unlimited()));
        assertThat(effective(feature, reread(anna.id()))).isEqualTo(Quota.UNLIMITED_BYTES);
        accounts.delete(operator(), "anna");
        assertThat(quotaInASnapshot(feature, anna.id())).isZero();
    }

    @Test
    void everyEditIsThereAndIsAnEvent() {
        Account anna = account("anna");
        List<AccountChange> changes = List.of(
                new AccountChange.DisplayName("Anna M."),
                new AccountChange.Email("anna@example.org"),
                new AccountChange.SetQuota(new Quota.Bytes(1024)),
                new AccountChange.Language("de"),
                new AccountChange.Locale("de_CH"),
                new AccountChange.Timezone("Europe/Zurich"),
                new AccountChange.ProfileText(ProfileField.PHONE, "+41 44 000 00 00"),
                new AccountChange.ProfileText(ProfileField.ADDRESS, "Somewhere 1"),
                new AccountChange.ProfileText(ProfileField.WEBSITE, "https://example.org/~anna"),
                new AccountChange.ProfileText(ProfileField.BIOGRAPHY, "Two\nlines"));
        for (AccountChange change : changes) {
            assertThat(accounts.edit(operator(), "anna", change)).isInstanceOf(EditResult.Changed.class);
        }

        Account now = reread(anna.id());
        assertThat(now.displayName()).isEqualTo("Anna M.");
        assertThat(now.email()).isEqualTo("anna@example.org");
        assertThat(now.quota()).isEqualTo(new Quota.Bytes(1024));
        assertThat(now.language()).isEqualTo("de");
        assertThat(now.locale()).isEqualTo("de_CH");
        assertThat(now.timezone()).isEqualTo("Europe/Zurich");
        Profile profile = accounts.profile(anna.id());
        assertThat(profile.value(ProfileField.PHONE)).isEqualTo("+41 44 000 00 00");
        assertThat(profile.value(ProfileField.WEBSITE)).isEqualTo("https://example.org/~anna");
        assertThat(profile.value(ProfileField.ROLE)).isEmpty();
        List<Event> logged = logged(EventType.ACCOUNT_CHANGED);
        assertThat(logged).hasSize(changes.size());
        assertThat(logged.getFirst().before()).containsEntry("displayName", "anna");
        assertThat(logged.getFirst().after()).containsEntry("displayName", "Anna M.");
    }

    @Test
    void anEmptyValueTakesTheOldOneAway() {
        Account anna = account("anna");
        edit(new AccountChange.DisplayName("Anna"));
        edit(new AccountChange.Email("anna@example.org"));
        edit(new AccountChange.ProfileText(ProfileField.ROLE, "Chair"));

        edit(new AccountChange.DisplayName(""));
        edit(new AccountChange.Email(""));
        edit(new AccountChange.ProfileText(ProfileField.ROLE, " "));

        assertThat(reread(anna.id()).displayName()).isEqualTo("anna");
        assertThat(reread(anna.id()).email()).isNull();
        assertThat(accounts.profile(anna.id()).values()).isEmpty();
    }

    @Test
    void valuesThatAFieldDoesNotTakeAreRefused() {
        account("anna");
        List<AccountChange> faults = List.of(
                new AccountChange.DisplayName("a\u0000b"),
                new AccountChange.DisplayName("x".repeat(Texts.NAME_LENGTH_MAX + 1)),
                new AccountChange.Email("anna"),
                new AccountChange.Language("de; DROP"),
                new AccountChange.Locale("../../etc"),
                new AccountChange.Timezone("Mars/Olympus"),
                new AccountChange.ProfileText(ProfileField.WEBSITE, "javascript:alert(1)"),
                new AccountChange.ProfileText(ProfileField.PHONE, "call me"),
                new AccountChange.ProfileText(ProfileField.ROLE, "two\nlines"));
        for (AccountChange fault : faults) {
            assertThat(accounts.edit(operator(), "anna", fault)).as("%s", fault).isInstanceOf(EditResult.Invalid.class);
        }
    }

    @Test
    void aPasswordIsReplacedAndItsTextStandsInNoEvent() {
        account("anna");
        try (Secret next = Secret.of("another good one")) {
            assertThat(accounts.edit(operator(), "anna", new AccountChange.Password(next)))
                    .isInstanceOf(EditResult.Changed.class);
        }
        assertThat(login("anna", PASSWORD)).isEqualTo(new AuthResult.Refused());
        assertThat(login("anna", "another good one")).isInstanceOf(AuthResult.Authenticated.class);
        Event event = logged(EventType.ACCOUNT_PASSWORD_CHANGED).getFirst();
        assertThat(event.after()).containsExactly(java.util.Map.entry("password", Event.CHANGED));
    }

    @Test
    void theNextPasswordObeysTheRules() {
        account("anna");
        try (Secret shortOne = Secret.of("short pwd")) {
            assertThat(accounts.edit(operator(), "anna", new AccountChange.Password(shortOne)))
                    .isInstanceOf(EditResult.PasswordRefused.class);
        }
        assertThat(login("anna", PASSWORD)).isInstanceOf(AuthResult.Authenticated.class);
    }

    @Test
    void aDisabledAccountIsStillThereButItsCredentialsAreDead() {
        Account anna = account("anna");
        IssueResult.Issued device = issue(anna);
        assertThat(login("anna", PASSWORD)).isInstanceOf(AuthResult.Authenticated.class);

        assertThat(accounts.setEnabled(operator(), "anna", false)).isEqualTo(new StateResult.Done());

        assertThat(login("anna", PASSWORD)).isEqualTo(new AuthResult.Refused());
        assertThat(authenticator.basic("anna", device.secret(), from("192.0.2.1")))
                .isEqualTo(new AuthResult.Refused());
        assertThat(authenticator.bearer(device.secret(), from("192.0.2.1"))).isEqualTo(new AuthResult.Refused());
        assertThat(reread(anna.id()).enabled()).isFalse();

        assertThat(accounts.setEnabled(operator(), "anna", true)).isEqualTo(new StateResult.Done());
        assertThat(authenticator.basic("anna", device.secret(), from("192.0.2.1")))
                .isInstanceOf(AuthResult.Authenticated.class);
        assertThat(logged(EventType.ACCOUNT_DISABLED, Outcome.OK)).isEqualTo(1);
        assertThat(logged(EventType.ACCOUNT_ENABLED, Outcome.OK)).isEqualTo(1);
    }

    @Test
    void disablingTwiceIsOneEvent() {
        account("anna");
        accounts.setEnabled(operator(), "anna", false);
        assertThat(accounts.setEnabled(operator(), "anna", false)).isEqualTo(new StateResult.Done());
        assertThat(logged(EventType.ACCOUNT_DISABLED)).hasSize(1);
    }

    @Test
    void aDeletedAccountIsGoneAtOnceButItsUserIdOnlyWhenNothingIsLeft() {
        group("staff");
        Account anna = account("anna", "staff");
        IssueResult.Issued device = issue(anna);

        assertThat(accounts.delete(operator(), "Anna")).isEqualTo(new StateResult.Done());

        assertThat(accounts.byUid("anna")).isEmpty();
        assertThat(accounts.byId(anna.id())).isEmpty();
        assertThat(accounts.list(operator(), AccountQuery.all("", "", 10)).itemsOrNone())
                .isEmpty();
        assertThat(groups.of(anna.id())).isEmpty();
        assertThat(authenticator.bearer(device.secret(), from("192.0.2.1"))).isEqualTo(new AuthResult.Refused());
        assertThat(login("anna", PASSWORD)).isEqualTo(new AuthResult.Refused());
        assertThat(create("anna", PASSWORD, null)).isEqualTo(new CreateResult.UidTaken());

        int[] rounds = {0};
        AccountRemovals removals = new AccountRemovals(database, events, List.of(id -> {
            assertThat(id).isEqualTo(anna.id());
            return ++rounds[0] == 2;
        }));
        assertThat(removals.run()).isEqualTo(BackgroundLoop.Next.AGAIN);
        assertThat(create("anna", PASSWORD, null)).isEqualTo(new CreateResult.UidTaken());
        assertThat(removals.run()).isEqualTo(BackgroundLoop.Next.WAIT);

        assertThat(logged(EventType.ACCOUNT_RELEASED)).hasSize(1);
        Account second = account("anna");
        assertThat(second.id()).isNotEqualTo(anna.id());
        assertThat(authenticator.bearer(device.secret(), from("192.0.2.1"))).isEqualTo(new AuthResult.Refused());
    }

    @Test
    void anEndedAccountIsListedAndNothingElse() {
        group("staff");
        Account anna = account("anna", "staff");
        edit(new AccountChange.Email("anna@example.org"));
        IssueResult.Issued device = issue(anna);

        assertThat(accounts.close(operator(), "Anna")).isEqualTo(new StateResult.Done());

        Account ended = accounts.byUid("anna").orElseThrow();
        assertThat(ended.enabled()).isFalse();
        assertThat(ended.email()).isNull();
        assertThat(groups.of(anna.id())).isEmpty();
        accounts.setEnabled(operator(), "anna", true);
        assertThat(authenticator.bearer(device.secret(), from("192.0.2.1"))).isEqualTo(new AuthResult.Refused());
        assertThat(login("anna", PASSWORD)).isEqualTo(new AuthResult.Refused());
        assertThat(accounts.list(operator(), AccountQuery.all("example.org", "", 10))
                        .itemsOrNone())
                .isEmpty();
        assertThat(logged(EventType.ACCOUNT_CLOSED)).hasSize(1);
        assertThat(accounts.close(operator(), "nobody")).isEqualTo(new StateResult.UnknownAccount());
    }

    @Test
    void deletingAndEditingWhatIsNotThereIsRefusedAndAnEvent() {
        assertThat(accounts.delete(operator(), "nobody")).isEqualTo(new StateResult.UnknownAccount());
        assertThat(accounts.setEnabled(operator(), "nobody", true)).isEqualTo(new StateResult.UnknownAccount());
        assertThat(accounts.edit(operator(), "nobody", new AccountChange.Email("")))
                .isEqualTo(new EditResult.UnknownAccount());
        assertThat(logged(EventType.ACCOUNT_DELETED, Outcome.DENIED)).isEqualTo(1);
        assertThat(logged(EventType.ACCOUNT_ENABLED, Outcome.DENIED)).isEqualTo(1);
        assertThat(logged(EventType.ACCOUNT_CHANGED, Outcome.DENIED)).isEqualTo(1);
    }

    @Test
    void theFirstStartMakesAnAdministratorWithAPasswordShownOnce() {
        FirstAdmin.Created created = (FirstAdmin.Created) accounts.ensureFirstAdmin(null);

        assertThat(created.account().uid()).isEqualTo(Accounts.FIRST_ADMIN);
        assertThat(accounts.isAdmin(created.account().id())).isTrue();
        try (Secret shown = java.util.Objects.requireNonNull(created.generated())) {
            assertThat(authenticator.basic("admin", shown, from("192.0.2.1")))
                    .isInstanceOf(AuthResult.Authenticated.class);
        }
        assertThat(accounts.ensureFirstAdmin(null)).isEqualTo(new FirstAdmin.Exists());
    }

    @Test
    void theFirstAdministratorMayBringAPasswordThatObeysTheRules() {
        try (Secret shortOne = Secret.of("short pwd");
                Secret good = Secret.of(PASSWORD)) {
            assertThat(accounts.ensureFirstAdmin(shortOne)).isInstanceOf(FirstAdmin.PasswordRefused.class);
            FirstAdmin.Created created = (FirstAdmin.Created) accounts.ensureFirstAdmin(good);
            assertThat(created.generated()).isNull();
        }
        assertThat(login("admin", PASSWORD)).isInstanceOf(AuthResult.Authenticated.class);
    }

    @Test
    void theLastAdministratorStays() {
        accounts.ensureFirstAdmin(null);
        account("berta", Group.ADMIN);
        assertThat(accounts.delete(operator(), "berta")).isEqualTo(new StateResult.Done());
        assertThat(accounts.delete(operator(), "admin")).isEqualTo(new StateResult.LastAdmin());
        assertThat(accounts.setEnabled(operator(), "admin", false)).isEqualTo(new StateResult.LastAdmin());
        assertThat(groups.remove(operator(), "admin", Group.ADMIN)).isEqualTo(new MemberResult.LastAdmin());
        assertThat(reread(accounts.byUid("admin").orElseThrow().id()).enabled()).isTrue();
    }

    @Test
    void aDisabledAdministratorDoesNotCountAsOne() {
        accounts.ensureFirstAdmin(null);
        account("berta", Group.ADMIN);
        accounts.setEnabled(operator(), "berta", false);
        assertThat(accounts.delete(operator(), "admin")).isEqualTo(new StateResult.LastAdmin());
    }

    @Test
    void nobodyDisablesOrDeletesThemselves() {
        Account anna = account("anna", Group.ADMIN);
        account("berta", Group.ADMIN);
        assertThat(accounts.delete(actor(anna), "anna")).isEqualTo(new StateResult.Oneself());
        assertThat(accounts.setEnabled(actor(anna), "anna", false)).isEqualTo(new StateResult.Oneself());
    }

    @Test
    void listsArePagedByUserIdAndFindPartsOfNames() {
        for (String uid : List.of("dora", "Anna", "berta", "carl_1", "carlx1")) {
            account(uid);
            clock.turn(Duration.ofMinutes(1));
        }
        accounts.edit(operator(), "dora", new AccountChange.DisplayName("Dörte"));
        accounts.edit(operator(), "berta", new AccountChange.Email("b@EXAMPLE.org"));
        accounts.setEnabled(operator(), "berta", false);

        assertThat(uids(AccountQuery.all("", "", 2))).containsExactly("Anna", "berta");
        assertThat(uids(AccountQuery.all("", "berta", 2))).containsExactly("carl_1", "carlx1");
        assertThat(uids(AccountQuery.all("", "", 10).skipping(4))).containsExactly("dora");
        assertThat(uids(AccountQuery.all("DÖR", "", 10))).containsExactly("dora");
        assertThat(uids(AccountQuery.all("example", "", 10))).containsExactly("berta");
        assertThat(uids(AccountQuery.all("l_1", "", 10))).containsExactly("carl_1");
        assertThat(uids(AccountQuery.all("%", "", 10))).isEmpty();
        assertThat(uids(AccountQuery.all("", "", 10).onlyDisabled())).containsExactly("berta");
        assertThat(uids(AccountQuery.all("", "", 10).inGroup("nowhere"))).isEmpty();
    }

    @Test
    void recentlyUsedAccountsComeFirstWhenAskedFor() {
        account("anna");
        account("berta");
        account("carl");
        login("carl", PASSWORD);
        clock.turn(Duration.ofMinutes(2));
        login("berta", PASSWORD);
        assertThat(uids(AccountQuery.all("", "", 10).recentFirst())).containsExactly("berta", "carl", "anna");
    }

    @Test
    void aPageHasBounds() {
        assertThat(AccountQuery.all("", "", AccountQuery.LIMIT_MAX).limit()).isEqualTo(AccountQuery.LIMIT_MAX);
        assertThatThrownBy(() -> AccountQuery.all("", "", AccountQuery.LIMIT_MAX + 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AccountQuery.all("", "", 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whoAdministersNothingListsNothingAndSeesOnlyThemselves() {
        Account anna = account("anna");
        account("berta");
        assertThat(accounts.list(actor(anna), AccountQuery.all("", "", 10)))
                .isEqualTo(new Listing.NotAllowed<Account>());
        assertThat(accounts.visible(actor(anna), "anna")).contains(anna);
        assertThat(accounts.visible(actor(anna), "berta")).isEmpty();
        assertThat(accounts.visible(Actor.anonymous(from("192.0.2.1")), "anna")).isEmpty();
        assertThat(accounts.create(actor(anna), NewAccount.of("eve", Secret.of(PASSWORD))))
                .isEqualTo(new CreateResult.NotAllowed());
        assertThat(accounts.edit(actor(anna), "berta", new AccountChange.DisplayName("B")))
                .isEqualTo(new EditResult.UnknownAccount());
        assertThat(accounts.delete(actor(anna), "berta")).isEqualTo(new StateResult.UnknownAccount());
    }

    @Test
    void everybodyEditsTheirOwnProfileButNotTheirQuota() {
        Account anna = account("anna");
        assertThat(accounts.edit(actor(anna), "anna", new AccountChange.DisplayName("A")))
                .isInstanceOf(EditResult.Changed.class);
        assertThat(accounts.edit(actor(anna), "anna", new AccountChange.SetQuota(new Quota.Unlimited())))
                .isEqualTo(new EditResult.NotAllowed());
        assertThat(logged(EventType.ACCOUNT_CHANGED, Outcome.DENIED)).isEqualTo(1);
    }

    @Test
    void anAppPasswordDoesNotChangeTheAccountsPassword() {
        Account anna = account("anna", Group.ADMIN);
        Account berta = account("berta");
        Actor device = Actor.user(anna.id(), "anna", 7L, from("192.0.2.1"));
        try (Secret next = Secret.of("another good one")) {
            AccountChange change = new AccountChange.Password(next);
            assertThat(accounts.edit(device, "anna", change)).isEqualTo(new EditResult.NotAllowed());
            assertThat(accounts.edit(actor(anna), "anna", change)).isInstanceOf(EditResult.Changed.class);
            assertThat(accounts.edit(device, berta.uid(), change)).isInstanceOf(EditResult.Changed.class);
        }
    }

    @Test
    void rightsAreThoseOfTheMomentOfTheChange() {
        Account anna = account("anna", Group.ADMIN);
        account("berta", Group.ADMIN);
        Actor signedIn = actor(anna);
        accounts.setEnabled(operator(), "anna", false);
        assertThat(accounts.create(signedIn, NewAccount.of("eve", Secret.of(PASSWORD))))
                .isEqualTo(new CreateResult.NotAllowed());
    }

    @Test
    void accountsSurviveARestart() {
        Account anna = account("anna");
        feature.close();
        reopen();
        openFeature();
        assertThat(accounts.byUid("anna")).isEqualTo(Optional.of(anna));
        assertThat(login("anna", PASSWORD)).isInstanceOf(AuthResult.Authenticated.class);
    }

    /** The same for whoever stores something and for whoever looks at the record. */
    private long effective(AccountsFeature of, Account account) {
        long bytes = quotaInASnapshot(of, account.id());
        assertThat(of.accounts().quotaBytes(account)).isEqualTo(bytes);
        return bytes;
    }

    private long quotaInASnapshot(AccountsFeature of, AccountId id) {
        return database.read(session -> of.accounts().quotaBytes(session, id));
    }

    private List<String> uids(AccountQuery query) {
        return accounts.list(operator(), query).itemsOrNone().stream()
                .map(Account::uid)
                .toList();
    }

    private void edit(AccountChange change) {
        assertThat(accounts.edit(operator(), "anna", change)).isInstanceOf(EditResult.Changed.class);
    }

    private CreateResult create(String uid, String password, @org.jspecify.annotations.Nullable String email) {
        return accounts.create(
                operator(),
                new NewAccount(uid, Secret.of(password), "", email, List.of(), List.of(), new Quota.Default(), ""));
    }

    private CreateResult create(String uid, List<String> in, List<String> subadminOf) {
        return accounts.create(
                operator(),
                new NewAccount(uid, Secret.of(PASSWORD), "", null, in, subadminOf, new Quota.Default(), ""));
    }
}
