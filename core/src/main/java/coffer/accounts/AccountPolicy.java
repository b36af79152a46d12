package coffer.accounts;

/**
 * What the operator decided for all accounts.
 *
 * @param defaultQuota what {@link Quota.Default} means where no group says more; not {@code Default} itself
 * @param emailRequired whether a new account needs an e-mail address
 */
public record AccountPolicy(Quota defaultQuota, boolean emailRequired) {
    public AccountPolicy {
        if (defaultQuota instanceof Quota.Default) {
            throw new IllegalArgumentException("the default quota must be a size or none");
        }
    }

    /** No limit, no e-mail address needed. */
    public static AccountPolicy standard() {
        return new AccountPolicy(new Quota.Unlimited(), false);
    }

    /** The number of bytes, or {@link Quota#UNLIMITED_BYTES}. */
    long effectiveBytes(Quota quota) {
        return switch (quota) {
            case Quota.Unlimited _ -> Quota.UNLIMITED_BYTES;
            case Quota.Bytes(long bytes) -> bytes;
            case Quota.Default _ -> effectiveBytes(defaultQuota);
        };
    }
}
