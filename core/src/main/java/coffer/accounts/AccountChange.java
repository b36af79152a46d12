package coffer.accounts;

import coffer.base.Secret;

/** One edit of an account. */
public sealed interface AccountChange {
    /**
     * @param name at most 128 characters; empty makes it the user id again
     */
    record DisplayName(String name) implements AccountChange {}

    /**
     * @param address empty removes it
     */
    record Email(String address) implements AccountChange {}

    record SetQuota(Quota quota) implements AccountChange {}

    /**
     * @param password the new one; the caller closes it
     */
    record Password(Secret password) implements AccountChange {}

    /**
     * @param tag such as {@code de} or {@code pt_BR}; empty removes it
     */
    record Language(String tag) implements AccountChange {}

    /**
     * @param tag such as {@code de_CH}; empty removes it
     */
    record Locale(String tag) implements AccountChange {}

    /**
     * @param zone a name of the IANA time zone database; empty removes it
     */
    record Timezone(String zone) implements AccountChange {}

    /**
     * @param value empty removes it
     */
    record ProfileText(ProfileField field, String value) implements AccountChange {}
}
