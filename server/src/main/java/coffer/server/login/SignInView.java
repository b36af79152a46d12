package coffer.server.login;

/**
 * The sign-in page.
 *
 * @param device the program that waits; empty when none does
 * @param flow number of its flow; empty when none waits
 * @param user the name to begin with
 * @param problem what went wrong, for a person; empty at first
 * @param reset whether a new password can be had by mail
 */
public record SignInView(Shell shell, String device, String flow, String user, String problem, boolean reset) {}
