package coffer.server.operator;

import coffer.accounts.Account;
import coffer.accounts.AccountChange;
import coffer.accounts.AccountQuery;
import coffer.accounts.Accounts;
import coffer.accounts.CreateResult;
import coffer.accounts.EditResult;
import coffer.accounts.Group;
import coffer.accounts.NewAccount;
import coffer.accounts.Quota;
import coffer.accounts.StateResult;
import coffer.base.FilePath;
import coffer.base.Secret;
import coffer.files.Files;
import coffer.files.Refusal;
import coffer.files.TransferResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coffer user}: accounts. */
@Command(
        name = "user",
        mixinStandardHelpOptions = true,
        description = "Makes, shows and changes accounts.",
        subcommands = {
            UserCommand.Add.class,
            UserCommand.ListAll.class,
            UserCommand.Show.class,
            UserCommand.Set.class,
            UserCommand.SetQuota.class,
            UserCommand.SetPassword.class,
            UserCommand.Enable.class,
            UserCommand.Disable.class,
            UserCommand.Delete.class,
            AppPasswordCommand.class
        })
public final class UserCommand implements Runnable {
    private static final String PASSWORD_SOURCE =
            "The password is the first line of standard input, or stands in " + OperatorCommand.PASSWORD_VARIABLE + ".";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything else runs
    private CommandSpec spec;

    /** Without a sub-command: what there is. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** What all commands on one account have in common. */
    abstract static class OnAccount extends OperatorCommand {
        @Parameters(index = "0", paramLabel = "UID", description = "User id, in any letter case.")
        @SuppressWarnings("NullAway.Init") // picocli refuses the command without it
        private String uid;

        final String uid() {
            return uid;
        }

        final int refused(String reason) {
            err().println(uid + ": " + reason);
            return REFUSED;
        }

        /** Prints how an edit ended. */
        final int report(EditResult result) {
            return switch (result) {
                case EditResult.Changed(Account account) -> {
                    out().println(account.uid() + ": changed");
                    yield DONE;
                }
                case EditResult.UnknownAccount _ -> refused("there is no such account");
                case EditResult.Invalid(String reason) -> refused(reason);
                case EditResult.PasswordRefused(String reason) -> refused(reason);
                case EditResult.NotAllowed _ -> refused("not allowed");
                case EditResult.Busy _ -> refused("too many passwords are being hashed; try again");
            };
        }

        /** Prints how a change of state ended. */
        final int report(StateResult result, String done) {
            return switch (result) {
                case StateResult.Done _ -> {
                    out().println(uid + ": " + done);
                    yield DONE;
                }
                case StateResult.UnknownAccount _ -> refused("there is no such account");
                case StateResult.LastAdmin _ -> refused("the last administrator stays");
                case StateResult.Oneself _, StateResult.NotAllowed _ -> refused("not allowed");
            };
        }
    }

    /** {@code coffer user add}. */
    @Command(name = "add", mixinStandardHelpOptions = true, description = "Makes an account.", footer = PASSWORD_SOURCE)
    static final class Add extends OnAccount {
        @Option(names = "--display-name", paramLabel = "NAME", description = "What people see; the user id otherwise.")
        private String displayName = "";

        @Option(names = "--email", paramLabel = "ADDRESS", description = "E-mail address, which is a login name too.")
        private @Nullable String email;

        @Option(names = "--group", paramLabel = "GROUP", description = "Becomes a member. May be repeated.")
        private List<String> groups = List.of();

        @Option(names = "--subadmin", paramLabel = "GROUP", description = "Will administer it. May be repeated.")
        private List<String> subadminOf = List.of();

        @Option(
                names = "--quota",
                paramLabel = "SIZE",
                converter = QuotaConverter.class,
                description = "Such as \"5 GB\", none or default. Default: ${DEFAULT-VALUE}.",
                defaultValue = "default")
        private Quota quota = new Quota.Default();

        @Override
        protected int run(Services services) {
            try (Secret password = password()) {
                NewAccount wanted = new NewAccount(uid(), password, displayName, email, groups, subadminOf, quota, "");
                return switch (services.accounts().create(actor(), wanted)) {
                    case CreateResult.Created(Account account) -> {
                        out().println(account.uid() + ": made");
                        yield DONE;
                    }
                    case CreateResult.Invalid(String reason) -> refused(reason);
                    case CreateResult.PasswordRefused(String reason) -> refused(reason);
                    case CreateResult.UidTaken _ -> refused("the user id is taken");
                    case CreateResult.UnknownGroup(String gid) -> refused("there is no group " + gid);
                    case CreateResult.UnknownSubadminGroup(String gid) -> refused("there is no group " + gid);
                    case CreateResult.SubadminOfAdminGroup _ ->
                        refused("the group of administrators has no group administrators");
                    case CreateResult.EmailRequired _ -> refused("every account here needs an e-mail address");
                    case CreateResult.Busy _ -> refused("too many passwords are being hashed; try again");
                    case CreateResult.PasswordRequired _,
                            CreateResult.GroupRequired _,
                            CreateResult.GroupNotAllowed _,
                            CreateResult.NotAllowed _ -> refused("not allowed");
                };
            }
        }
    }

    /** {@code coffer user list}. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists accounts: user id, name, e-mail address, enabled, quota, last login.")
    static final class ListAll extends OperatorCommand {
        @Option(names = "--search", paramLabel = "TEXT", description = "Part of user id, name or address.")
        private String search = "";

        @Option(names = "--group", paramLabel = "GROUP", description = "Only members of this group.")
        private String group = "";

        @Option(names = "--disabled", description = "Only accounts that are disabled.")
        private boolean disabled;

        @Option(names = "--json", description = "One JSON object a line.")
        private boolean json;

        @Override
        protected int run(Services services) {
            if (!group.isEmpty() && services.groups().byGid(group).isEmpty()) {
                err().println(group + ": there is no such group");
                return REFUSED;
            }
            String after = "";
            List<Account> page;
            do {
                AccountQuery query =
                        AccountQuery.all(search, after, AccountQuery.LIMIT_MAX).inGroup(group);
                page = services.accounts()
                        .list(actor(), disabled ? query.onlyDisabled() : query)
                        .itemsOrNone();
                for (Account account : page) {
                    row(account).printRow(out(), json);
                    after = account.uid();
                }
            } while (page.size() == AccountQuery.LIMIT_MAX);
            return DONE;
        }

        private static Report row(Account account) {
            return new Report()
                    .with("uid", account.uid())
                    .with("displayName", account.displayName())
                    .with("email", account.email())
                    .with("enabled", account.enabled())
                    .with("quota", account.quota().text())
                    .with("lastLogin", account.lastLogin());
        }
    }

    /** {@code coffer user show}. */
    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows one account.")
    static final class Show extends OnAccount {
        @Option(names = "--json", description = "As a JSON object.")
        private boolean json;

        @Override
        protected int run(Services services) {
            Optional<Account> found = services.accounts().byUid(uid());
            if (found.isEmpty()) {
                return refused("there is no such account");
            }
            Account account = found.get();
            new Report()
                    .with("uid", account.uid())
                    .with("displayName", account.displayName())
                    .with("email", account.email())
                    .with("enabled", account.enabled())
                    .with("quota", account.quota().text())
                    .with("effectiveQuota", effectiveQuota(services.accounts(), account))
                    .with("groups", gids(services.groups().of(account.id())))
                    .with("subadminOf", gids(services.groups().managedBy(account.id())))
                    .with("appPasswords", services.appPasswords().count(account.id()))
                    .with("created", account.created())
                    .with("firstLogin", account.firstLogin())
                    .with("lastLogin", account.lastLogin())
                    .print(out(), json);
            return DONE;
        }

        private static String effectiveQuota(Accounts accounts, Account account) {
            long bytes = accounts.quotaBytes(account);
            return (bytes < 0 ? new Quota.Unlimited() : new Quota.Bytes(bytes)).text();
        }

        private static List<String> gids(List<Group> groups) {
            return groups.stream().map(Group::gid).toList();
        }
    }

    /** {@code coffer user set}. */
    @Command(name = "set", mixinStandardHelpOptions = true, description = "Changes what an account is called.")
    static final class Set extends OnAccount {
        @Option(names = "--display-name", paramLabel = "NAME", description = "What people see; empty for the user id.")
        private @Nullable String displayName;

        @Option(names = "--email", paramLabel = "ADDRESS", description = "E-mail address; empty to remove it.")
        private @Nullable String email;

        @Option(names = "--language", paramLabel = "TAG", description = "Such as de or pt_BR; empty to remove it.")
        private @Nullable String language;

        @Override
        protected int run(Services services) {
            List<AccountChange> changes = new ArrayList<>();
            if (displayName != null) {
                changes.add(new AccountChange.DisplayName(displayName));
            }
            if (email != null) {
                changes.add(new AccountChange.Email(email));
            }
            if (language != null) {
                changes.add(new AccountChange.Language(language));
            }
            if (changes.isEmpty()) {
                return refused("nothing to change; see --help");
            }
            // Each is a change of its own: one that is refused leaves those before it done.
            for (AccountChange change : changes) {
                int exit = report(services.accounts().edit(actor(), uid(), change));
                if (exit != DONE) {
                    return exit;
                }
            }
            return DONE;
        }
    }

    /** {@code coffer user quota}. */
    @Command(name = "quota", mixinStandardHelpOptions = true, description = "Sets how much an account may store.")
    static final class SetQuota extends OnAccount {
        @Parameters(
                index = "1",
                paramLabel = "SIZE",
                converter = QuotaConverter.class,
                description = "Such as \"5 GB\", none or default.")
        private Quota quota = new Quota.Default();

        @Override
        protected int run(Services services) {
            return report(services.accounts().edit(actor(), uid(), new AccountChange.SetQuota(quota)));
        }
    }

    /** {@code coffer user password}. */
    @Command(
            name = "password",
            mixinStandardHelpOptions = true,
            description = "Gives an account another password. Its app passwords go on working.",
            footer = PASSWORD_SOURCE)
    static final class SetPassword extends OnAccount {
        @Override
        protected int run(Services services) {
            try (Secret password = password()) {
                return report(services.accounts().edit(actor(), uid(), new AccountChange.Password(password)));
            }
        }
    }

    /** {@code coffer user enable}. */
    @Command(name = "enable", mixinStandardHelpOptions = true, description = "Lets an account sign in again.")
    static final class Enable extends OnAccount {
        @Override
        protected int run(Services services) {
            return report(services.accounts().setEnabled(actor(), uid(), true), "enabled");
        }
    }

    /** {@code coffer user disable}. */
    @Command(
            name = "disable",
            mixinStandardHelpOptions = true,
            description = "Stops all credentials of an account. Nothing is removed.")
    static final class Disable extends OnAccount {
        @Override
        protected int run(Services services) {
            return report(services.accounts().setEnabled(actor(), uid(), false), "disabled");
        }
    }

    /** {@code coffer user delete}. */
    @Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            description =
                    "Deletes an account with everything it has stored, or after that was handed over. This cannot be undone. With"
                            + " --keep-files the account ends and its files stay.")
    static final class Delete extends OnAccount {
        @Option(
                names = "--transfer-to",
                paramLabel = "UID",
                description = "Who shall have its files, in a folder of their own; what is in its trash bin goes.")
        private @Nullable String heir;

        @Option(
                names = "--keep-files",
                description =
                        "Signs everything out for good and keeps user id, name and files, to be handed over or deleted later.")
        private boolean keepFiles;

        @Option(names = "--yes", required = true, description = "That you mean it.")
        private boolean yes;

        @Override
        protected int run(Services services) {
            if (!yes) {
                return refused("nothing deleted without --yes");
            }
            if (keepFiles && heir != null) {
                return refused("its files are either kept or handed over");
            }
            Accounts accounts = services.accounts();
            if (keepFiles) {
                return close(services);
            }
            if (heir != null) {
                int handedOver = handOver(services, heir);
                if (handedOver != DONE) {
                    return handedOver;
                }
            }
            return report(accounts.delete(actor(), uid()), "deleted");
        }

        /** Nobody can sign in to it any more when its browsers are signed out; when this is cut short between the two, it can be repeated. */
        private int close(Services services) {
            StateResult ended = services.accounts().close(actor(), uid());
            if (ended instanceof StateResult.Done) {
                services.accounts().byUid(uid()).ifPresent(account -> services.logins()
                        .remove(account.id()));
            }
            return report(ended, "ended; its files are kept");
        }

        /** The account is disabled first, so that nothing is added behind it; when this is refused it stays so. */
        private int handOver(Services services, String receiver) {
            Optional<Account> giver = services.accounts().byUid(uid());
            Optional<Account> other = services.accounts().byUid(receiver);
            if (giver.isEmpty()
                    || other.isEmpty()
                    || giver.get().id().equals(other.get().id())) {
                return refused(giver.isEmpty() ? "there is no such account" : receiver + " cannot have its files");
            }
            int disabled = report(services.accounts().setEnabled(actor(), uid(), false), "disabled");
            if (disabled != DONE) {
                return disabled;
            }
            Files files = services.files();
            TransferResult result = files.transferAll(
                    files.spaces().home(actor(), giver.get()),
                    files.spaces().home(actor(), other.get()),
                    TransferCommand.folder(giver.get()));
            return switch (result) {
                case TransferResult.Transferred(FilePath at, long members) -> {
                    out().println(receiver + ": has its files at " + at + " (" + members + " files and folders)");
                    yield DONE;
                }
                case Refusal refusal -> refused("disabled and not deleted: " + TransferCommand.reason(refusal));
            };
        }
    }
}
