package coffer.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.base.Secret;
import coffer.passwords.BreachedPasswords;
import coffer.passwords.PasswordPolicies;
import coffer.passwords.PasswordPolicy;
import coffer.passwords.PasswordRules;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the operator asks of new passwords holds wherever one is set. */
abstract class AccountPasswordsContract extends AccountsKit {
    @Test
    void theOperatorsRulesOfPasswordsHoldWhoeverSetsOne() {
        account("anna");
        PasswordPolicy rules = new PasswordPolicy(PasswordRules.parse("12,digit"), Optional.empty());
        String reason = "A password needs at least one digit.";
        try (AccountsFeature strict = another(accountPasswords(rules));
                Secret refused = Secret.of("twelve letters");
                Secret good = Secret.of("12 characters")) {
            assertThat(strict.passwordPolicies().account()).isEqualTo(rules);
            assertThat(strict.accounts().create(operator(), NewAccount.of("berta", refused)))
                    .isEqualTo(new CreateResult.PasswordRefused(reason));
            assertThat(accounts.byUid("berta")).isEmpty();
            assertThat(strict.accounts().edit(operator(), "anna", new AccountChange.Password(refused)))
                    .isEqualTo(new EditResult.PasswordRefused(reason));
            assertThat(login("anna", PASSWORD)).isInstanceOf(AuthResult.Authenticated.class);
            assertThat(strict.accounts().create(operator(), NewAccount.of("berta", good)))
                    .isInstanceOf(CreateResult.Created.class);
            assertThat(strict.accounts().edit(operator(), "anna", new AccountChange.Password(good)))
                    .isInstanceOf(EditResult.Changed.class);
        }
        assertThat(login("anna", "12 characters")).isInstanceOf(AuthResult.Authenticated.class);
    }

    @Test
    void theMadeUpPasswordOfTheFirstAdministratorObeysTheOperatorsRules() {
        PasswordPolicy rules = new PasswordPolicy(PasswordRules.parse("40,digit,special,mixed-case"), Optional.empty());
        try (AccountsFeature strict = another(accountPasswords(rules))) {
            FirstAdmin.Created created = (FirstAdmin.Created) strict.accounts().ensureFirstAdmin(null);
            try (Secret made = Objects.requireNonNull(created.generated())) {
                assertThat(rules.check(made)).isEmpty();
                assertThat(made.length()).isEqualTo(40);
            }
        }
    }

    @Test
    void withoutTheListThatTheOperatorInsistsOnNoPasswordIsSet() {
        PasswordPolicy rules = new PasswordPolicy(
                PasswordRules.parse("8"),
                Optional.of(new BreachedPasswords(Path.of("no such file"), BreachedPasswords.WhenMissing.BLOCK)));
        try (AccountsFeature strict = another(accountPasswords(rules))) {
            assertThat(strict.accounts().ensureFirstAdmin(null)).isInstanceOf(FirstAdmin.PasswordRefused.class);
        }
        assertThat(accounts.byUid(Accounts.FIRST_ADMIN)).isEmpty();
    }

    private static AccountsSettings accountPasswords(PasswordPolicy policy) {
        return new AccountsSettings(
                AccountPolicy.standard(), new PasswordPolicies(policy, PasswordPolicy.standard()), List.of());
    }
}
