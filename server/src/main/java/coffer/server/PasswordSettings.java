package coffer.server;

import coffer.passwords.BreachedPasswords;
import coffer.passwords.PasswordPolicies;
import coffer.passwords.PasswordPolicy;
import coffer.passwords.PasswordRules;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What new passwords must be like.
 *
 * @param account of accounts
 * @param sharing of shares
 * @param breached the list of breached passwords, for both; empty when none is named
 * @param whenMissing what happens while that list cannot be read
 */
record PasswordSettings(
        PasswordRules account,
        PasswordRules sharing,
        Optional<Path> breached,
        BreachedPasswords.WhenMissing whenMissing) {

    /** Both policies, with one list between them. */
    PasswordPolicies policies() {
        Optional<BreachedPasswords> list = breached.map(file -> new BreachedPasswords(file, whenMissing));
        return new PasswordPolicies(new PasswordPolicy(account, list), new PasswordPolicy(sharing, list));
    }

    /** For the log. */
    @Override
    public String toString() {
        return "passwords.account " + account.text() + ", passwords.sharing " + sharing.text() + ", breached-passwords "
                + breached.map(file -> file + " (missing: " + whenMissing.text() + ")")
                        .orElse("none");
    }
}
