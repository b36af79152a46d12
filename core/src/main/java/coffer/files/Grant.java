package coffer.files;

/**
 * By what somebody sees what a view shows them.
 *
 * @param share the number of the share; 0 for what is one's own
 * @param viewOnly whether content may be looked at but not taken away: neither fetched nor copied elsewhere
 */
public record Grant(Kind kind, int share, boolean viewOnly) {
    /** How it came about. */
    public enum Kind {
        /** It is their own, or they act for its owner. */
        OWN,
        /** It was shared with their account. */
        RECEIVED,
        /** They came with a link. */
        LINK
    }

    public static final Grant OWN = new Grant(Kind.OWN, 0, false);

    public Grant {
        if ((kind == Kind.OWN) != (share == 0)) {
            throw new IllegalArgumentException("what is one's own needs no share, and nothing else goes without");
        }
    }

    /** A share with the account of whoever sees it. */
    public static Grant received(int share, boolean viewOnly) {
        return new Grant(Kind.RECEIVED, share, viewOnly);
    }

    /** A link that somebody has. */
    public static Grant link(int share, boolean viewOnly) {
        return new Grant(Kind.LINK, share, viewOnly);
    }
}
