package coffer.server.operator;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code coffer storage}: how stored content lies, and under which keys. */
@Command(
        name = "storage",
        mixinStandardHelpOptions = true,
        description = "Replaces keys, and converts what is stored.",
        subcommands = {StorageRotateCommand.class, StorageConvertCommand.class})
public final class StorageCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything else runs
    private CommandSpec spec;

    /** Without a sub-command: what there is. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
