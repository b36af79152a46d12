package coffer.accounts;

/** With what somebody signed in. */
public enum CredentialKind {
    /** The account's own password. */
    PASSWORD,
    /** A device's or program's password. */
    APP_PASSWORD,
    /** A browser that has signed in before. */
    SESSION
}
