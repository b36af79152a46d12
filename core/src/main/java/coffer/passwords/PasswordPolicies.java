package coffer.passwords;

/** The policy of each kind of password. */
public record PasswordPolicies(PasswordPolicy account, PasswordPolicy sharing) {
    /** Both as {@link PasswordPolicy#standard}. */
    public static PasswordPolicies standard() {
        return new PasswordPolicies(PasswordPolicy.standard(), PasswordPolicy.standard());
    }

    public PasswordPolicy of(PasswordContext context) {
        return switch (context) {
            case ACCOUNT -> account;
            case SHARING -> sharing;
        };
    }
}
