package coffer.server.operator;

import coffer.base.Actor;
import coffer.base.FilePath;
import coffer.base.InvalidName;
import coffer.base.Secret;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that works on the data of the installation. Exit codes: 0 done, 1 refused or not found, 2 misused. */
public abstract class OperatorCommand implements Callable<Integer> {
    protected static final int DONE = 0;
    protected static final int REFUSED = 1;

    public static final String PASSWORD_VARIABLE = "COFFER_USER_PASSWORD";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything else runs
    private CommandSpec spec;

    /** Does the work and returns the exit code. */
    protected abstract int run(Services services) throws IOException;

    @Override
    public final Integer call() throws IOException {
        return run(source().services());
    }

    protected final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    protected final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** A path as it was typed, with slashes wherever; the root when there is nothing else, and empty when no file can be called so. */
    protected static Optional<FilePath> path(String text) {
        try {
            return Optional.of(FilePath.of(Arrays.stream(text.split("/", -1))
                    .filter(name -> !name.isEmpty())
                    .toList()));
        } catch (InvalidName _) {
            return Optional.empty();
        }
    }

    /** To be thrown when the command line makes no sense. */
    protected final ParameterException misuse(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** The operator, as the audit log names him. */
    protected final Actor actor() {
        return Actor.operator(spec.qualifiedName(" "));
    }

    /**
     * A password from {@code COFFER_USER_PASSWORD}, or the first line of standard input.
     *
     * @throws ParameterException when there is neither
     */
    protected final Secret password() {
        Optional<String> given = source().variable(PASSWORD_VARIABLE).or(this::inputLine);
        return Secret.of(given.filter(text -> !text.isEmpty())
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "Give the password on standard input or in " + PASSWORD_VARIABLE + ".")));
    }

    /** The next line of standard input; empty at its end. */
    protected final Optional<String> line() throws IOException {
        return source().inputLine();
    }

    /** A variable of the environment that the command was given. */
    protected final Optional<String> variable(String name) {
        return source().variable(name);
    }

    private Optional<String> inputLine() {
        try {
            return source().inputLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ServicesSource source() {
        return (ServicesSource) spec.root().userObject();
    }
}
