package coffer.server.ocs;

import coffer.accounts.Account;
import coffer.accounts.Accounts;
import coffer.accounts.Group;
import coffer.accounts.Groups;
import coffer.accounts.Profile;
import coffer.accounts.ProfileField;
import coffer.accounts.Quota;
import coffer.base.Actor;
import coffer.files.UsedQuota;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The record of an account. The desktop client asks for its own every 30 s for the quota bar and refuses an account whose
 * {@code id} differs from the one it signed in as; it reads {@code display-name}, the Android library {@code displayname}
 * too.
 */
final class UserRecords {
    private final Accounts accounts;
    private final Groups groups;
    private final SpaceUse use;

    UserRecords(Accounts accounts, Groups groups, SpaceUse use) {
        this.accounts = accounts;
        this.groups = groups;
        this.use = use;
    }

    List<OcsRoute> routes() {
        return List.of(
                OcsRoute.of("GET", "cloud/user", call -> OcsAnswer.ok(record(call.actor(), call.account()))),
                OcsRoute.of("GET", "cloud/users/{id}", this::byId));
    }

    private OcsAnswer byId(OcsCall call) {
        Optional<Account> account = accounts.visible(call.actor(), call.path("id"));
        return account.map(found -> OcsAnswer.ok(record(call.actor(), found))).orElseGet(UserRecords::unknown);
    }

    /** The answer for an account that is not there or that the caller may not see. */
    static OcsAnswer unknown() {
        return OcsAnswer.failure(404, "User does not exist");
    }

    ObjectNode record(Actor actor, Account account) {
        Profile profile = accounts.profile(account.id());
        ObjectNode record = OcsAnswer.map()
                .put("enabled", account.enabled())
                .put("id", account.uid())
                .put("firstLoginTimestamp", seconds(account.firstLogin()))
                .put("lastLoginTimestamp", seconds(account.lastLogin()))
                .put("lastLogin", seconds(account.lastLogin()) * 1000)
                .put("backend", "Database");
        groups.managedBy(account.id()).stream().map(Group::gid).forEach(record.putArray("subadmin")::add);
        record.set("quota", quota(use.of(actor, account), accounts.quotaBytes(account)));
        record.put("manager", "").put("email", account.email());
        record.putArray("additional_mail");
        record.put("displayname", account.displayName()).put("display-name", account.displayName());
        for (ProfileField field : ProfileField.values()) {
            record.put(field.key(), profile.value(field));
        }
        record.put("profile_enabled", "0");
        groups.of(account.id()).stream().map(Group::gid).forEach(record.putArray("groups")::add);
        record.put("language", account.language().isEmpty() ? "en" : account.language())
                .put("locale", account.locale())
                .put("timezone", account.timezone().isEmpty() ? "UTC" : account.timezone())
                .putNull("notify_email");
        record.putObject("backendCapabilities").put("setDisplayName", true).put("setPassword", true);
        return record;
    }

    /**
     * @param limitBytes what the account may store, or {@link Quota#UNLIMITED_BYTES}, which then stands in three places
     */
    private static ObjectNode quota(UsedQuota use, long limitBytes) {
        ObjectNode quota = OcsAnswer.map();
        if (limitBytes == Quota.UNLIMITED_BYTES) {
            return quota.put("free", limitBytes)
                    .put("used", use.usedBytes())
                    .put("total", limitBytes)
                    .put("relative", 0)
                    .put("quota", limitBytes);
        }
        // Two decimals of a percentage.
        double relative = limitBytes == 0 ? 100 : Math.round(use.usedBytes() * 10_000.0 / limitBytes) / 100.0;
        return quota.put("free", Math.max(0, limitBytes - use.usedBytes()))
                .put("used", use.usedBytes())
                .put("total", limitBytes)
                .put("relative", relative)
                .put("quota", limitBytes);
    }

    private static long seconds(@Nullable Instant time) {
        return time == null ? 0 : time.getEpochSecond();
    }
}
