package coffer.server.operator;

import coffer.accounts.Account;
import coffer.base.FilePath;
import coffer.files.View;
import coffer.locks.BreakResult;
import coffer.locks.FileLockType;
import coffer.locks.LockOverview;
import coffer.locks.LockScope;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coffer lock}: who has locked what, and an end to locks that somebody left behind. */
@Command(
        name = "lock",
        mixinStandardHelpOptions = true,
        description = "Shows and breaks locks on files.",
        subcommands = {LockCommand.ListAll.class, LockCommand.Break.class})
public final class LockCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything else runs
    private CommandSpec spec;

    /** Without a sub-command: what there is. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** What the commands on the home of an account have in common. */
    abstract static class OnHome extends OperatorCommand {
        @Parameters(index = "0", paramLabel = "UID", description = "Whose files; a user id, in any letter case.")
        @SuppressWarnings("NullAway.Init") // picocli refuses the command without it
        private String uid;

        final int refused(String reason) {
            err().println(uid + ": " + reason);
            return REFUSED;
        }

        @Override
        protected final int run(Services services) {
            Optional<Account> account = services.accounts().byUid(uid);
            Optional<FilePath> path = path(wanted());
            if (account.isEmpty()) {
                return refused("there is no such account");
            }
            if (path.isEmpty()) {
                return refused("no file can be called " + wanted());
            }
            return run(services, services.files().spaces().home(actor(), account.get()), path.get());
        }

        /** The path as it was typed; empty for the home itself. */
        abstract String wanted();

        abstract int run(Services services, View home, FilePath path);
    }

    /** {@code coffer lock list}. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists locks: path, kind, holder, program, since and until when.")
    static final class ListAll extends OnHome {
        @Parameters(index = "1", arity = "0..1", paramLabel = "PATH", description = "Only there and below.")
        private String path = "";

        @Option(names = "--json", description = "One JSON object a line.")
        private boolean json;

        @Override
        String wanted() {
            return path;
        }

        @Override
        int run(Services services, View home, FilePath below) {
            for (LockOverview lock : services.locks().list(home, below)) {
                new Report()
                        .with("path", lock.path().toString())
                        .with("kind", kind(lock))
                        .with("holder", lock.holder().uid())
                        .with("program", lock.program())
                        .with("since", lock.created())
                        .with("until", lock.expires())
                        .printRow(out(), json);
            }
            return DONE;
        }

        private static String kind(LockOverview lock) {
            FileLockType type = lock.type();
            if (type == null) {
                return (lock.scope() == LockScope.EXCLUSIVE ? "exclusive" : "shared")
                        + (lock.depthInfinity() ? " tree" : "");
            }
            return switch (type) {
                case USER -> "by hand";
                case APP -> "editor";
                case TOKEN -> "program";
            };
        }
    }

    /** {@code coffer lock break}. */
    @Command(
            name = "break",
            mixinStandardHelpOptions = true,
            description = "Ends all locks on one file or folder. Those above and below it stay.")
    static final class Break extends OnHome {
        @Parameters(index = "1", paramLabel = "PATH", description = "The file, from the top of the home.")
        @SuppressWarnings("NullAway.Init") // picocli refuses the command without it
        private String path;

        @Override
        String wanted() {
            return path;
        }

        @Override
        int run(Services services, View home, FilePath target) {
            return switch (services.locks().breakLocks(home, target)) {
                case BreakResult.Broken(int locks) -> {
                    out().println(target + ": " + locks + (locks == 1 ? " lock broken" : " locks broken"));
                    yield DONE;
                }
                case BreakResult.NotLocked _ -> refused(target + " is not locked itself");
                case BreakResult.Refused _ -> refused("there is no " + target);
            };
        }
    }
}
