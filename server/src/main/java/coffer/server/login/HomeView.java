package coffer.server.login;

/**
 * The first page.
 *
 * @param address the address for sync clients
 * @param displayName who is signed in; empty for nobody
 */
public record HomeView(Shell shell, String address, String displayName, String uid) {}
