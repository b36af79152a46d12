package coffer.server.ocs;

import coffer.accounts.Account;
import coffer.accounts.AccountChange;
import coffer.accounts.AccountQuery;
import coffer.accounts.Accounts;
import coffer.accounts.CreateResult;
import coffer.accounts.CredentialKind;
import coffer.accounts.EditResult;
import coffer.accounts.Listing;
import coffer.accounts.NewAccount;
import coffer.accounts.ProfileField;
import coffer.accounts.Quota;
import coffer.accounts.StateResult;
import coffer.base.Secret;
import coffer.server.http.RequestRefused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** The administration of accounts, for existing tools. Codes are those of the provisioning interface they know. */
final class UserAdministration {
    private static final int INVALID = 101;
    private static final int EXISTS = 102;
    private static final int NOT_EDITABLE = 113;

    /** What lets somebody else take an account over: the password, and where links for a new one are sent. */
    private static final Set<String> TAKES_ACCOUNT = Set.of("password", "email");

    private final Accounts accounts;
    private final UserRecords records;

    UserAdministration(Accounts accounts, UserRecords records) {
        this.accounts = accounts;
        this.records = records;
    }

    List<OcsRoute> routes() {
        return List.of(
                OcsRoute.of("GET", "cloud/users", call -> ids(call, query(call))),
                OcsRoute.of("GET", "cloud/users/details", call -> details(call, query(call))),
                OcsRoute.of(
                        "GET",
                        "cloud/users/disabled",
                        call -> details(call, query(call).onlyDisabled())),
                OcsRoute.of(
                        "GET",
                        "cloud/users/recent",
                        call -> details(call, query(call).recentFirst())),
                OcsRoute.confirmed("POST", "cloud/users", this::create),
                OcsRoute.confirmed("PUT", "cloud/users/{id}", this::edit),
                OcsRoute.confirmed("DELETE", "cloud/users/{id}", this::delete),
                OcsRoute.confirmed("PUT", "cloud/users/{id}/enable", call -> enable(call, true)),
                OcsRoute.confirmed("PUT", "cloud/users/{id}/disable", call -> enable(call, false)),
                OcsRoute.of(
                        "GET",
                        "cloud/user/fields",
                        call -> fields(call.account().uid(), call)),
                OcsRoute.of("GET", "cloud/user/fields/{id}", call -> fields(call.path("id"), call)));
    }

    static AccountQuery query(OcsCall call) {
        Paging page = Paging.of(call);
        return AccountQuery.all(page.search(), "", page.limit()).skipping(page.skip());
    }

    private OcsAnswer ids(OcsCall call, AccountQuery query) {
        return switch (accounts.list(call.actor(), query)) {
            case Listing.NotAllowed<Account> _ -> notAllowed();
            case Listing.Page<Account>(List<Account> page) ->
                OcsAnswer.ok(
                        OcsAnswer.texts("users", page.stream().map(Account::uid).toList()));
        };
    }

    OcsAnswer details(OcsCall call, AccountQuery query) {
        return switch (accounts.list(call.actor(), query)) {
            case Listing.NotAllowed<Account> _ -> notAllowed();
            case Listing.Page<Account>(List<Account> page) -> {
                ObjectNode data = OcsAnswer.map();
                ObjectNode users = data.putObject("users");
                page.forEach(account -> users.set(account.uid(), records.record(call.actor(), account)));
                yield OcsAnswer.ok(data);
            }
        };
    }

    private OcsAnswer create(OcsCall call) {
        Optional<Quota> quota =
                call.text("quota").filter(text -> !text.isEmpty()).isEmpty()
                        ? Optional.of(new Quota.Default())
                        : Quota.parse(call.textOrEmpty("quota"));
        if (quota.isEmpty()) {
            return OcsAnswer.failure(INVALID, "The quota is no size");
        }
        List<String> groups = call.texts("groups");
        List<String> subadminOf = call.texts("subadmin");
        if (groups.size() > NewAccount.GROUPS_MAX || subadminOf.size() > NewAccount.GROUPS_MAX) {
            return OcsAnswer.failure(INVALID, "At most " + NewAccount.GROUPS_MAX + " groups");
        }
        try (Secret password = Secret.of(call.textOrEmpty("password"))) {
            NewAccount wanted = new NewAccount(
                    call.textOrEmpty("userid"),
                    password,
                    call.textOrEmpty("displayName"),
                    call.textOrEmpty("email"),
                    groups,
                    subadminOf,
                    quota.get(),
                    call.textOrEmpty("language"));
            return created(accounts.create(call.actor(), wanted));
        }
    }

    private static OcsAnswer created(CreateResult result) {
        return switch (result) {
            case CreateResult.Created(Account account) ->
                OcsAnswer.ok(OcsAnswer.map().put("id", account.uid()));
            case CreateResult.Invalid(String reason) -> OcsAnswer.failure(INVALID, reason);
            case CreateResult.UidTaken _ -> OcsAnswer.failure(EXISTS, "User already exists");
            case CreateResult.SubadminOfAdminGroup _ ->
                OcsAnswer.failure(103, "Nobody can be group administrator of the administrators");
            case CreateResult.UnknownGroup(String gid) -> OcsAnswer.failure(104, "Group " + gid + " does not exist");
            case CreateResult.GroupNotAllowed(String gid) ->
                OcsAnswer.failure(105, "Insufficient privileges for group " + gid);
            case CreateResult.GroupRequired _ -> OcsAnswer.failure(106, "Group administrators must name a group");
            case CreateResult.PasswordRefused(String reason) -> OcsAnswer.failure(107, reason);
            case CreateResult.PasswordRequired _ ->
                OcsAnswer.failure(108, "An account needs a password or an e-mail address");
            case CreateResult.UnknownSubadminGroup(String gid) ->
                OcsAnswer.failure(109, "Group " + gid + " does not exist");
            case CreateResult.EmailRequired _ -> OcsAnswer.failure(110, "An e-mail address is required");
            case CreateResult.NotAllowed _ -> notAllowed();
            case CreateResult.Busy _ -> throw busy();
        };
    }

    private OcsAnswer edit(OcsCall call) {
        String value = call.textOrEmpty("value");
        String key = call.textOrEmpty("key");
        if (TAKES_ACCOUNT.contains(key) && ownSession(call)) {
            return SessionConfirmation.missing();
        }
        if (key.equals("password")) {
            try (Secret password = Secret.of(value)) {
                return edited(accounts.edit(call.actor(), call.path("id"), new AccountChange.Password(password)));
            }
        }
        if (key.equals("quota") && Quota.parse(value).isEmpty()) {
            // Whoever may not see the account must not learn of it by the order of the checks.
            return accounts.visible(call.actor(), call.path("id")).isPresent()
                    ? OcsAnswer.failure(INVALID, "The quota is no size")
                    : UserRecords.unknown();
        }
        Optional<AccountChange> change = change(key, value);
        if (change.isEmpty()) {
            return accounts.visible(call.actor(), call.path("id")).isPresent()
                    ? OcsAnswer.failure(NOT_EDITABLE, "This field cannot be edited")
                    : UserRecords.unknown();
        }
        return edited(accounts.edit(call.actor(), call.path("id"), change.get()));
    }

    /** Somebody may have found the browser open; who signs in with the request itself has just shown the password. */
    private static boolean ownSession(OcsCall call) {
        return call.request()
                        .credentialKind()
                        .filter(CredentialKind.SESSION::equals)
                        .isPresent()
                && call.path("id").equalsIgnoreCase(call.account().uid());
    }

    private static Optional<AccountChange> change(String key, String value) {
        return switch (key) {
            case "displayname", "display" -> Optional.of(new AccountChange.DisplayName(value));
            case "email" -> Optional.of(new AccountChange.Email(value));
            case "quota" -> Quota.parse(value).map(AccountChange.SetQuota::new);
            case "language" -> Optional.of(new AccountChange.Language(value));
            case "locale" -> Optional.of(new AccountChange.Locale(value));
            case "timezone" -> Optional.of(new AccountChange.Timezone(value));
            default -> ProfileField.ofKey(key).map(field -> new AccountChange.ProfileText(field, value));
        };
    }

    private static OcsAnswer edited(EditResult result) {
        return switch (result) {
            case EditResult.Changed _ -> OcsAnswer.done();
            case EditResult.UnknownAccount _ -> UserRecords.unknown();
            case EditResult.Invalid(String reason) -> OcsAnswer.failure(INVALID, reason);
            case EditResult.PasswordRefused(String reason) -> OcsAnswer.failure(107, reason);
            case EditResult.NotAllowed _ -> OcsAnswer.failure(NOT_EDITABLE, "This field cannot be edited");
            case EditResult.Busy _ -> throw busy();
        };
    }

    private OcsAnswer delete(OcsCall call) {
        return state(accounts.delete(call.actor(), call.path("id")));
    }

    private OcsAnswer enable(OcsCall call, boolean enabled) {
        return state(accounts.setEnabled(call.actor(), call.path("id"), enabled));
    }

    private static OcsAnswer state(StateResult result) {
        return switch (result) {
            case StateResult.Done _ -> OcsAnswer.done();
            case StateResult.UnknownAccount _ -> UserRecords.unknown();
            case StateResult.Oneself _ -> OcsAnswer.failure(INVALID, "Not for one's own account");
            case StateResult.LastAdmin _ -> OcsAnswer.failure(INVALID, "The last administrator stays");
            case StateResult.NotAllowed _ -> notAllowed();
        };
    }

    /** Which fields of the record the caller can change. */
    private OcsAnswer fields(String uid, OcsCall call) {
        if (accounts.visible(call.actor(), uid).isEmpty()) {
            return UserRecords.unknown();
        }
        List<String> editable = new ArrayList<>(List.of("displayname", "email"));
        for (ProfileField field : ProfileField.values()) {
            editable.add(field.key());
        }
        var list = OcsAnswer.list();
        editable.forEach(list::add);
        return OcsAnswer.ok(list);
    }

    static OcsAnswer notAllowed() {
        return OcsAnswer.failure(403, "Logged in account must be an administrator or group administrator");
    }

    /** Nothing was done; an HTTP matter in both versions. */
    private static RequestRefused busy() {
        return new RequestRefused(503, "Too many passwords wait to be hashed").withHeader("Retry-After", "5");
    }
}
