package coffer.server.operator;

import coffer.accounts.Account;
import coffer.accounts.AccountQuery;
import coffer.accounts.Group;
import coffer.accounts.GroupResult;
import coffer.accounts.Groups;
import coffer.accounts.MemberResult;
import coffer.accounts.Quota;
import coffer.accounts.SubadminResult;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coffer group}: groups, their members and their administrators. */
@Command(
        name = "group",
        mixinStandardHelpOptions = true,
        description = "Makes, shows and changes groups.",
        subcommands = {
            GroupCommand.Add.class,
            GroupCommand.ListAll.class,
            GroupCommand.Show.class,
            GroupCommand.Rename.class,
            GroupCommand.SetQuota.class,
            GroupCommand.Delete.class,
            GroupCommand.AddMember.class,
            GroupCommand.RemoveMember.class,
            GroupCommand.AddSubadmin.class,
            GroupCommand.RemoveSubadmin.class
        })
public final class GroupCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything else runs
    private CommandSpec spec;

    /** Without a sub-command: what there is. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** What all commands on one group have in common. */
    abstract static class OnGroup extends OperatorCommand {
        @Parameters(index = "0", paramLabel = "GROUP", description = "The group's id, in any letter case.")
        @SuppressWarnings("NullAway.Init") // picocli refuses the command without it
        private String gid;

        final String gid() {
            return gid;
        }

        final int refused(String reason) {
            err().println(gid + ": " + reason);
            return REFUSED;
        }

        final int done(String what) {
            out().println(gid + ": " + what);
            return DONE;
        }

        /** Prints how a change of the group ended. */
        final int report(GroupResult result, String done) {
            return switch (result) {
                case GroupResult.Done _ -> done(done);
                case GroupResult.Invalid(String reason) -> refused(reason);
                case GroupResult.Exists _ -> refused("there is such a group");
                case GroupResult.UnknownGroup _ -> refused("there is no such group");
                case GroupResult.AdminGroup _ -> refused("the group of administrators stays");
                case GroupResult.NotAllowed _ -> refused("not allowed");
            };
        }
    }

    /** What all commands on a group and an account have in common. */
    abstract static class OnMember extends OnGroup {
        @Parameters(index = "1", paramLabel = "UID", description = "User id, in any letter case.")
        @SuppressWarnings("NullAway.Init") // picocli refuses the command without it
        private String uid;

        final String uid() {
            return uid;
        }

        /** Prints how a change of the members ended. */
        final int report(MemberResult result, String done, String already) {
            return switch (result) {
                case MemberResult.Done(boolean changed) -> done(uid + " " + (changed ? done : already));
                case MemberResult.UnknownGroup _ -> refused("there is no such group");
                case MemberResult.UnknownAccount _ -> refused("there is no account " + uid);
                case MemberResult.LastAdmin _ -> refused("the last administrator stays");
                case MemberResult.NotAllowed _, MemberResult.Oneself _, MemberResult.LastManagedGroup _ ->
                    refused("not allowed");
            };
        }

        /** Prints how a change of the group administrators ended. */
        final int report(SubadminResult result, String done, String already) {
            return switch (result) {
                case SubadminResult.Done(boolean changed) -> done(uid + " " + (changed ? done : already));
                case SubadminResult.UnknownAccount _ -> refused("there is no account " + uid);
                case SubadminResult.UnknownGroup _ -> refused("there is no such group");
                case SubadminResult.AdminGroup _ -> refused("the group of administrators has no group administrators");
                case SubadminResult.NotSubadmin _ -> refused(uid + " does not administer it");
                case SubadminResult.NotAllowed _ -> refused("not allowed");
            };
        }
    }

    /** {@code coffer group add}. */
    @Command(name = "add", mixinStandardHelpOptions = true, description = "Makes a group.")
    static final class Add extends OnGroup {
        @Option(names = "--display-name", paramLabel = "NAME", description = "What people see; the id otherwise.")
        private String displayName = "";

        @Override
        protected int run(Services services) {
            return report(services.groups().create(actor(), gid(), displayName), "made");
        }
    }

    /** {@code coffer group list}. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists groups: id, name, number of members, how many of these are disabled, quota.")
    static final class ListAll extends OperatorCommand {
        @Option(names = "--search", paramLabel = "TEXT", description = "Part of id or name.")
        private String search = "";

        @Option(names = "--json", description = "One JSON object a line.")
        private boolean json;

        @Override
        protected int run(Services services) {
            String after = "";
            List<Groups.Details> page;
            do {
                page = services.groups()
                        .list(actor(), search, after, 0, Groups.LIMIT_MAX)
                        .itemsOrNone();
                for (Groups.Details details : page) {
                    new Report()
                            .with("gid", details.group().gid())
                            .with("displayName", details.group().displayName())
                            .with("members", details.members())
                            .with("disabled", details.disabled())
                            .with("quota", details.quota().text())
                            .printRow(out(), json);
                    after = details.group().gid();
                }
            } while (page.size() == Groups.LIMIT_MAX);
            return DONE;
        }
    }

    /** {@code coffer group show}. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows one group with its administrators and members.")
    static final class Show extends OnGroup {
        @Option(names = "--json", description = "As a JSON object.")
        private boolean json;

        @Override
        protected int run(Services services) {
            Optional<Groups.Details> found = services.groups().details(actor(), gid());
            if (found.isEmpty()) {
                return refused("there is no such group");
            }
            Group group = found.get().group();
            new Report()
                    .with("gid", group.gid())
                    .with("displayName", group.displayName())
                    .with("quota", found.get().quota().text())
                    .with(
                            "subadmins",
                            services.groups().subadmins(actor(), group.gid()).orElse(List.of()))
                    .with("members", members(services, group))
                    .print(out(), json);
            return DONE;
        }

        private List<String> members(Services services, Group group) {
            List<String> uids = new java.util.ArrayList<>();
            List<Account> page;
            do {
                String after = uids.isEmpty() ? "" : uids.getLast();
                page = services.accounts()
                        .list(
                                actor(),
                                AccountQuery.all("", after, AccountQuery.LIMIT_MAX)
                                        .inGroup(group.gid()))
                        .itemsOrNone();
                page.forEach(account -> uids.add(account.uid()));
            } while (page.size() == AccountQuery.LIMIT_MAX);
            return uids;
        }
    }

    /** {@code coffer group rename}. */
    @Command(name = "rename", mixinStandardHelpOptions = true, description = "Changes what people see of a group.")
    static final class Rename extends OnGroup {
        @Parameters(index = "1", paramLabel = "NAME", description = "The name; empty for the id.")
        private String displayName = "";

        @Override
        protected int run(Services services) {
            return report(services.groups().rename(actor(), gid(), displayName), "renamed");
        }
    }

    /** {@code coffer group quota}. */
    @Command(
            name = "quota",
            mixinStandardHelpOptions = true,
            description = {
                "Sets how much each member may store whose own quota is the default.",
                "Who is in several groups gets the largest."
            })
    static final class SetQuota extends OnGroup {
        @Parameters(
                index = "1",
                paramLabel = "SIZE",
                converter = QuotaConverter.class,
                description = "Such as \"5 GB\"; none for no limit, default to leave it to the installation.")
        private Quota quota = new Quota.Default();

        @Override
        protected int run(Services services) {
            return report(services.groups().setQuota(actor(), gid(), quota), "quota " + quota.text());
        }
    }

    /** {@code coffer group delete}. */
    @Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            description = "Deletes a group. Its members stay accounts.")
    static final class Delete extends OnGroup {
        @Override
        protected int run(Services services) {
            return report(services.groups().delete(actor(), gid()), "deleted");
        }
    }

    /** {@code coffer group add-member}. */
    @Command(name = "add-member", mixinStandardHelpOptions = true, description = "Makes an account a member.")
    static final class AddMember extends OnMember {
        @Override
        protected int run(Services services) {
            return report(services.groups().add(actor(), uid(), gid()), "added", "was a member already");
        }
    }

    /** {@code coffer group remove-member}. */
    @Command(name = "remove-member", mixinStandardHelpOptions = true, description = "Ends a membership.")
    static final class RemoveMember extends OnMember {
        @Override
        protected int run(Services services) {
            return report(services.groups().remove(actor(), uid(), gid()), "removed", "was no member");
        }
    }

    /** {@code coffer group add-subadmin}. */
    @Command(
            name = "add-subadmin",
            mixinStandardHelpOptions = true,
            description = "Lets an account administer the members of a group.")
    static final class AddSubadmin extends OnMember {
        @Override
        protected int run(Services services) {
            return report(
                    services.groups().promote(actor(), uid(), gid()), "administers it now", "administered it already");
        }
    }

    /** {@code coffer group remove-subadmin}. */
    @Command(
            name = "remove-subadmin",
            mixinStandardHelpOptions = true,
            description = "Ends that an account administers a group.")
    static final class RemoveSubadmin extends OnMember {
        @Override
        protected int run(Services services) {
            return report(services.groups().demote(actor(), uid(), gid()), "administers it no more", "did not");
        }
    }
}
