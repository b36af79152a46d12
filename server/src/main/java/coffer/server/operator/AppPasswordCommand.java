package coffer.server.operator;

import coffer.accounts.Account;
import coffer.accounts.AppPassword;
import coffer.accounts.IssueResult;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coffer user app-password}: the passwords of an account's devices and programs. */
@Command(
        name = "app-password",
        mixinStandardHelpOptions = true,
        description = "Makes, lists and revokes app passwords; has lost devices erased.",
        subcommands = {
            AppPasswordCommand.Add.class,
            AppPasswordCommand.ListAll.class,
            AppPasswordCommand.Revoke.class,
            AppPasswordCommand.Wipe.class
        })
final class AppPasswordCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything else runs
    private CommandSpec spec;

    /** Without a sub-command: what there is. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** {@code coffer user app-password add}. */
    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Makes an app password and prints it, once, on a line of its own.")
    static final class Add extends UserCommand.OnAccount {
        @Option(names = "--name", paramLabel = "NAME", description = "The device or program.")
        private String name = "made by the operator";

        @Override
        protected int run(Services services) {
            Optional<Account> found = services.accounts().byUid(uid());
            if (found.isEmpty()) {
                return refused("there is no such account");
            }
            Account account = found.get();
            return switch (services.appPasswords().issue(actor(), account.id(), account.uid(), name)) {
                case IssueResult.Issued issued -> {
                    char[] chars = issued.secret().reveal();
                    issued.secret().close();
                    out().println(chars);
                    out().flush();
                    Arrays.fill(chars, '\0');
                    yield DONE;
                }
                case IssueResult.TooMany _ -> refused("it has as many as it may have; revoke some");
                case IssueResult.UnknownAccount _ -> refused("there is no such account, or it is disabled");
                case IssueResult.NotAllowed _ -> refused("not allowed");
            };
        }
    }

    /** {@code coffer user app-password list}. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists app passwords: number, name, login name, made, last used.")
    static final class ListAll extends UserCommand.OnAccount {
        /** App passwords read at once. */
        private static final int PAGE = 500;

        @Option(names = "--json", description = "One JSON object a line.")
        private boolean json;

        @Override
        protected int run(Services services) {
            Optional<Account> found = services.accounts().byUid(uid());
            if (found.isEmpty()) {
                return refused("there is no such account");
            }
            List<AppPassword> page;
            long after = 0;
            do {
                page = services.appPasswords().list(actor(), found.get().id(), after, PAGE);
                page.forEach(this::print);
                after = page.isEmpty() ? after : page.getLast().id();
            } while (page.size() == PAGE);
            return DONE;
        }

        private void print(AppPassword one) {
            new Report()
                    .with("id", one.id())
                    .with("name", one.name())
                    .with("loginName", one.loginName())
                    .with("created", one.created())
                    .with("lastUsed", one.lastUsed())
                    .printRow(out(), json);
        }
    }

    /** A command on one app password of one account. */
    abstract static class OnOne extends UserCommand.OnAccount {
        @Parameters(index = "1", paramLabel = "NUMBER", description = "As 'list' shows it.")
        private long id;

        /** Does it; returns false when the app password is gone. */
        abstract boolean end(Services services, long number);

        /** What was done, after "app password 7". */
        abstract String done();

        @Override
        protected final int run(Services services) {
            Optional<Account> found = services.accounts().byUid(uid());
            boolean has = found.isPresent()
                    && services.appPasswords().list(actor(), found.get().id(), id - 1, 1).stream()
                            .anyMatch(one -> one.id() == id);
            if (!has || !end(services, id)) {
                return refused("it has no app password " + id);
            }
            out().println(uid() + ": app password " + id + " " + done());
            return DONE;
        }
    }

    /** {@code coffer user app-password revoke}. */
    @Command(name = "revoke", mixinStandardHelpOptions = true, description = "Ends an app password at once.")
    static final class Revoke extends OnOne {
        @Override
        boolean end(Services services, long number) {
            return services.appPasswords().revoke(actor(), number);
        }

        @Override
        String done() {
            return "revoked";
        }
    }

    /** {@code coffer user app-password wipe}. */
    @Command(
            name = "wipe",
            mixinStandardHelpOptions = true,
            description = {
                "Ends an app password at once, and tells its device to erase what it has as soon as it comes online.",
                "For lost and stolen devices; this cannot be taken back."
            })
    static final class Wipe extends OnOne {
        @Override
        boolean end(Services services, long number) {
            return services.wipes().order(actor(), number);
        }

        @Override
        String done() {
            return "revoked; its device will be told to erase";
        }
    }
}
