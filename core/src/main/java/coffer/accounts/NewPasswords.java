package coffer.accounts;

import coffer.base.Secret;
import coffer.passwords.PasswordPolicy;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What becomes a password of an account: judged by the operator's policy, then hashed. Thread-safe. */
final class NewPasswords {
    private final Passwords passwords;
    private final PasswordPolicy policy;
    private final SecureRandom random;

    NewPasswords(Passwords passwords, PasswordPolicy policy, SecureRandom random) {
        this.passwords = passwords;
        this.policy = policy;
        this.random = random;
    }

    /**
     * Why this may not become the password of that account; empty when it may. Reads files: not for transactions.
     *
     * @param names what the account is called, none of which may be its password
     */
    Optional<String> refusal(Secret password, String... names) {
        Optional<String> fault = policy.check(password);
        if (fault.isPresent()) {
            return fault;
        }
        char[] chars = password.reveal();
        try {
            for (String name : names) {
                if (equalIgnoringCase(chars, name)) {
                    return Optional.of("The password must not be the name of the account.");
                }
            }
            return Optional.empty();
        } finally {
            Arrays.fill(chars, '\0');
        }
    }

    /** A password that nobody can guess and a person can type. The receiver closes it. */
    Secret generate() {
        return policy.generate(random);
    }

    /** As {@link Passwords#hash}. */
    Optional<PasswordHash> hash(Secret password) {
        return passwords.hash(password);
    }

    private static boolean equalIgnoringCase(char[] chars, String name) {
        if (chars.length != name.length()) {
            return false;
        }
        String lower = name.toLowerCase(Locale.ROOT);
        for (int i = 0; i < chars.length && i < lower.length(); i++) {
            if (Character.toLowerCase(chars[i]) != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
