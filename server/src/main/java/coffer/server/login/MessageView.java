package coffer.server.login;

/**
 * A page that only says something.
 *
 * @param link where to go on; empty for nowhere
 */
public record MessageView(Shell shell, String title, String text, String link, String linkText) {}
