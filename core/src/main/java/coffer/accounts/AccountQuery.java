package coffer.accounts;

/**
 * Which accounts to list.
 *
 * @param search part of user id, name or e-mail address in any letter case; empty for all
 * @param group id of a group whose members are wanted; empty for all accounts
 * @param disabledOnly only accounts that are disabled
 * @param order of the answer
 * @param after only accounts whose user id follows this one, in any letter case; empty for the beginning. This is
 *     how to page.
 * @param skip leaves out this many from the beginning: for protocols that page by number, and slower the larger it is
 * @param limit 1 to {@value #LIMIT_MAX}
 */
public record AccountQuery(
        String search, String group, boolean disabledOnly, Order order, String after, int skip, int limit) {
    public static final int LIMIT_MAX = 500;

    /** Longer search texts find nothing anyway. */
    public static final int SEARCH_LENGTH_MAX = 256;

    /** In which order accounts are listed. */
    public enum Order {
        UID,
        /** Those who signed in last first; {@code after} is not used. */
        LAST_LOGIN
    }

    public AccountQuery {
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new IllegalArgumentException("limit from 1 to " + LIMIT_MAX);
        }
        if (skip < 0) {
            throw new IllegalArgumentException("skip is not negative");
        }
        if (search.length() > SEARCH_LENGTH_MAX) {
            search = search.substring(0, SEARCH_LENGTH_MAX);
        }
        if (order == Order.LAST_LOGIN) {
            after = "";
        }
    }

    /** All accounts by user id, from the one after {@code after}. */
    public static AccountQuery all(String search, String after, int limit) {
        return new AccountQuery(search, "", false, Order.UID, after, 0, limit);
    }

    public AccountQuery inGroup(String gid) {
        return new AccountQuery(search, gid, disabledOnly, order, after, skip, limit);
    }

    public AccountQuery onlyDisabled() {
        return new AccountQuery(search, group, true, order, after, skip, limit);
    }

    public AccountQuery recentFirst() {
        return new AccountQuery(search, group, disabledOnly, Order.LAST_LOGIN, "", skip, limit);
    }

    public AccountQuery skipping(int number) {
        return new AccountQuery(search, group, disabledOnly, order, after, number, limit);
    }
}
