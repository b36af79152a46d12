package coffer.server.login;

/**
 * The sign-in page.
 *
 * @param device the program that waits; empty when none does
 * @param flow number of its flow; empty when none waits
 * @param user the name to begin with
 * @param problem what went wrong, for a person; empty at first
 */
public record SignInView(Shell shell, String device, String flow, String user, String problem) {}
