package coffer.accounts;

import coffer.db.Transaction;
import coffer.events.Event;
import java.sql.SQLException;
import java.text.Normalizer;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What each {@link AccountChange} may hold, and what it does to the rows. */
final class AccountEdit {
    private AccountEdit() {}

    /** Why the value is not one the field takes; empty when it is. Passwords are judged by {@link Passwords}. */
    static Optional<String> fault(AccountChange change) {
        return switch (change) {
            case AccountChange.DisplayName(String name) -> Texts.nameFault(name);
            case AccountChange.Email(String address) ->
                address.isBlank() ? Optional.empty() : Texts.emailFault(address.strip());
            case AccountChange.Language(String tag) -> Texts.tagFault(tag);
            case AccountChange.Locale(String tag) -> Texts.tagFault(tag);
            case AccountChange.Timezone(String zone) -> Texts.timezoneFault(zone);
            case AccountChange.ProfileText(ProfileField field, String value) -> field.fault(value.strip());
            case AccountChange.SetQuota _, AccountChange.Password _ -> Optional.empty();
        };
    }

    /**
     * Makes the change and adds what was changed to the event.
     *
     * @param passwordHash PHC text; only for a password
     */
    static Event apply(
            Transaction tx, Account account, AccountChange change, @Nullable String passwordHash, Event event)
            throws SQLException {
        switch (change) {
            case AccountChange.DisplayName(String name) -> {
                String shown = displayName(name, account.uid());
                AccountTable.setNames(tx, account, shown, account.email());
                return event.changed("displayName", account.displayName(), shown);
            }
            case AccountChange.Email(String address) -> {
                String email = emailOrNull(address);
                AccountTable.setNames(tx, account, account.displayName(), email);
                return event.changed("email", orEmpty(account.email()), orEmpty(email));
            }
            case AccountChange.SetQuota(Quota quota) -> {
                AccountTable.setQuota(tx, account.id(), quota);
                return event.changed("quota", account.quota().text(), quota.text());
            }
            case AccountChange.Password _ -> {
                AccountTable.setPassword(tx, account.id(), Objects.requireNonNull(passwordHash));
                return event.changed("password", Event.CHANGED, Event.CHANGED);
            }
            case AccountChange.Language(String tag) -> {
                AccountTable.setLanguage(tx, account.id(), tag);
                return event.changed("language", account.language(), tag);
            }
            case AccountChange.Locale(String tag) -> {
                AccountTable.setLocale(tx, account.id(), tag);
                return event.changed("locale", account.locale(), tag);
            }
            case AccountChange.Timezone(String zone) -> {
                AccountTable.setTimezone(tx, account.id(), zone);
                return event.changed("timezone", account.timezone(), zone);
            }
            case AccountChange.ProfileText(ProfileField field, String value) -> {
                String before = AccountTable.profile(tx, account.id()).value(field);
                AccountTable.setField(tx, account.id(), field, value.strip());
                return event.changed(field.key(), before, value.strip());
            }
        }
    }

    /** The name people see: the user id when none was chosen. */
    static String displayName(String wanted, String uid) {
        return wanted.isBlank() ? uid : Normalizer.normalize(wanted.strip(), Normalizer.Form.NFC);
    }

    static @Nullable String emailOrNull(@Nullable String address) {
        return address == null || address.isBlank() ? null : address.strip();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
