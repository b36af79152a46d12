package coffer.server.login;

/** The page that asks whose password was forgotten. */
public record ResetAskView(Shell shell) {}
