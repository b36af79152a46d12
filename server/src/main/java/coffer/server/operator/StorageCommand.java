package coffer.server.operator;

import coffer.keys.KeyServices;
import coffer.keys.RootKeys;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code coffer storage}: stored content as a whole, and single objects as files. {@code status}, {@code scrub}, {@code sizes}, {@code rotate} and {@code convert} work on the installation;
 * {@code inspect}, {@code verify} and {@code open} on files from anywhere, such as a backup, and touch no installation.
 */
@Command(
        name = "storage",
        mixinStandardHelpOptions = true,
        description =
                "Shows, checks and converts stored content, replaces keys, and opens single objects from backups.",
        subcommands = {
            StorageStatusCommand.class,
            StorageScrubCommand.class,
            StorageRepairCommand.class,
            StorageSizesCommand.class,
            StorageRotateCommand.class,
            StorageConvertCommand.class,
            StorageKitCommand.class,
            ObjectCommand.Inspect.class,
            ObjectCommand.Verify.class,
            ObjectCommand.Open.class
        })
public final class StorageCommand implements Runnable {
    private final SecureRandom random;
    private final KeyServices services;
    private final PrintStream content;
    private final Clock clock;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything else runs
    private CommandSpec spec;

    /**
     * @param services of the devices and services that a root key file may name
     * @param content where opened objects go that are not given a file
     */
    public StorageCommand(SecureRandom random, Clock clock, KeyServices services, PrintStream content) {
        this.random = random;
        this.services = services;
        this.content = content;
        this.clock = clock;
    }

    /** Without a sub-command: what there is. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    RootKeys rootKeys(Supplier<Optional<String>> secret) {
        return new RootKeys(random, services, secret);
    }

    SecureRandom random() {
        return random;
    }

    Clock clock() {
        return clock;
    }

    PrintStream content() {
        return content;
    }
}
