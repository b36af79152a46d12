package coffer.testkit;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.opentest4j.TestAbortedException;

/**
 * A program of the system that a test runs, such as {@code rclone} or {@code nextcloudcmd}.
 *
 * <p>{@code ./check} as root on Debian installs every program first and sets {@code coffer.programs=required}: a missing one is then a
 * failure, so that no run as root skips anything. Everywhere else the test is skipped and says which program it wanted.
 *
 * @param name the command as typed in a shell
 * @param debianPackage what to install to have it
 */
public record RealProgram(String name, String debianPackage) {

    private static final String POLICY_PROPERTY = "coffer.programs";
    private static final String REQUIRED = "required";

    /** Whether a missing program must fail the test rather than skip it. */
    public static boolean required() {
        return REQUIRED.equals(System.getProperty(POLICY_PROPERTY));
    }

    /** Returns where the program is on the {@code PATH}, also in the directories that only root's path holds. */
    public Optional<Path> find() {
        var path = Optional.ofNullable(System.getenv("PATH")).orElse("") + File.pathSeparator + "/usr/sbin"
                + File.pathSeparator + "/sbin";
        for (var directory : path.split(File.pathSeparator, -1)) {
            var candidate = Path.of(directory, name);
            if (!directory.isEmpty() && Files.isExecutable(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** Returns where the program is; without it the test fails when programs are required, and is skipped otherwise. */
    public Path need() {
        var found = find();
        if (found.isPresent()) {
            return found.get();
        }
        throw missing(name + " is not installed (Debian: apt-get install " + debianPackage + ")");
    }

    /**
     * Fails or skips the running test for another missing part of the machine, by the same policy. Never returns; the type lets callers
     * write {@code throw missing(…)} where the compiler wants the end of a branch.
     */
    public static RuntimeException missing(String what) {
        if (required()) {
            throw new AssertionError(what);
        }
        throw new TestAbortedException(what);
    }
}
