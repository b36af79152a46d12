package coffer.accounts;

import coffer.base.AccountId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person (or program) that may sign in, as of one moment.
 *
 * @param uid the user id in the letter case it was created with; the segment of the account's WebDAV paths
 * @param displayName never empty; the user id unless somebody chose a name
 * @param email the address of notices; also a login name while no other account has the same
 * @param enabled whether its credentials work
 * @param firstLogin the first successful sign-in, null before
 * @param lastLogin the last successful sign-in, up to a minute late
 * @param language a language tag such as {@code de} or {@code pt_BR}; empty for the installation's
 * @param locale how dates and numbers are written, such as {@code de_CH}; empty for the language's
 * @param timezone a name of the IANA time zone database; empty when not chosen
 */
public record Account(
        AccountId id,
        String uid,
        String displayName,
        @Nullable String email,
        boolean enabled,
        Quota quota,
        Instant created,
        @Nullable Instant firstLogin,
        @Nullable Instant lastLogin,
        String language,
        String locale,
        String timezone) {}
