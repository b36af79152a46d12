package coffer.server.login;

/**
 * The page that takes a new password.
 *
 * @param action where its form goes
 * @param problem what went wrong, for a person; empty at first
 */
public record ResetSetView(Shell shell, String action, String displayName, String uid, String problem) {}
