package coffer.server.login;

/**
 * The page on which somebody lets a program in.
 *
 * @param device the program as it names itself
 * @param address from where it asked
 * @param since how long ago, for a person
 * @param elsewhere whether it asked from another address than the browser's
 * @param passwordNeeded whether the password was typed too long ago
 * @param problem what went wrong, for a person; empty at first
 */
public record GrantView(
        Shell shell,
        String flow,
        String device,
        String address,
        String since,
        boolean elsewhere,
        String displayName,
        String uid,
        boolean passwordNeeded,
        String problem) {}
