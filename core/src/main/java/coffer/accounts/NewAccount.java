package coffer.accounts;

import coffer.base.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator says of an account that shall be made.
 *
 * @param password null or empty for an account that nobody can sign in to yet; then an e-mail address is needed. The
 *     caller closes it.
 * @param displayName empty for the user id
 * @param email null or empty for none
 * @param groups ids of the groups it becomes a member of
 * @param subadminOf ids of the groups it shall administer
 */
public record NewAccount(
        String uid,
        @Nullable Secret password,
        String displayName,
        @Nullable String email,
        List<String> groups,
        List<String> subadminOf,
        Quota quota,
        String language) {
    /** Groups that one request may name. */
    public static final int GROUPS_MAX = 100;

    public NewAccount {
        groups = List.copyOf(groups);
        subadminOf = List.copyOf(subadminOf);
    }

    /** An account with nothing but a password. */
    public static NewAccount of(String uid, Secret password) {
        return new NewAccount(uid, password, "", null, List.of(), List.of(), new Quota.Default(), "");
    }
}
