package coffer.server.login;

import java.util.List;

/**
 * The page of devices, browsers and password.
 *
 * @param confirmationNeeded whether the password was typed too long ago for changing devices
 * @param more the address of the next devices; empty when these are all
 * @param newPassword a fresh app password, shown once; empty otherwise
 * @param notice what was done; empty for nothing
 * @param problem what went wrong; empty for nothing
 */
public record SecurityView(
        Shell shell,
        String loginName,
        boolean confirmationNeeded,
        List<Device> devices,
        String more,
        List<Wipe> wipes,
        List<Browser> sessions,
        String newPassword,
        String notice,
        String problem) {
    public SecurityView {
        devices = List.copyOf(devices);
        wipes = List.copyOf(wipes);
        sessions = List.copyOf(sessions);
    }

    /** A device or program with its own password; times for people. */
    public record Device(long id, String name, String created, String lastUsed) {}

    /** A device that shall erase what it has; times for people. */
    public record Wipe(String name, String ordered, String state) {}

    /** A browser that is signed in; times for people. */
    public record Browser(long id, String agent, String address, String started, String seen, boolean current) {}
}
