package coffer.accounts;

import coffer.passwords.PasswordPolicies;
import java.util.List;

/**
 * What the operator configures of accounts.
 *
 * @param passwords what new passwords must be like
 * @param throttleExempt networks that are neither counted nor slowed, each as {@code 10.0.0.0/8}, {@code 2001:db8::/32}
 *     or a single address; at most {@value #EXEMPT_MAX}
 */
public record AccountsSettings(AccountPolicy policy, PasswordPolicies passwords, List<String> throttleExempt) {
    public static final int EXEMPT_MAX = 100;

    /**
     * @throws IllegalArgumentException naming the entry that is no network
     */
    public AccountsSettings {
        throttleExempt = List.copyOf(throttleExempt);
        if (throttleExempt.size() > EXEMPT_MAX) {
            throw new IllegalArgumentException("throttle.exempt names more than " + EXEMPT_MAX + " networks");
        }
        for (String text : throttleExempt) {
            if (Network.parse(text).isEmpty()) {
                throw new IllegalArgumentException("throttle.exempt: \"" + text
                        + "\" is not a network; write 10.0.0.0/8, 2001:db8::/32 or a single address");
            }
        }
    }

    /** No quota, no exemptions, the standard rules of passwords. */
    public static AccountsSettings standard() {
        return new AccountsSettings(AccountPolicy.standard(), PasswordPolicies.standard(), List.of());
    }

    List<Network> exempt() {
        return throttleExempt.stream()
                .map(text -> Network.parse(text).orElseThrow())
                .toList();
    }
}
