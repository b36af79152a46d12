package coffer.accounts;

/**
 * A named set of accounts.
 *
 * @param gid the id by which clients name it; never changes
 * @param displayName what people see; may change
 */
public record Group(String gid, String displayName) {
    /** The group whose members may do everything. It exists from the first start and cannot be removed. */
    public static final String ADMIN = "admin";
}
