package coffer.server.operator;

import coffer.audit.AuditEntry;
import coffer.audit.AuditReader;
import coffer.audit.AuditVerifier;
import coffer.audit.Finding;
import coffer.audit.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code coffer audit}: verifies and shows the audit log. Opens neither keys nor content, so that it answers also where
 * the server would not start, and changes nothing.
 */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "Verifies and shows the audit log.",
        subcommands = {AuditCommand.Verify.class, AuditCommand.Show.class})
public final class AuditCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything else runs
    private CommandSpec spec;

    /** Without a sub-command: what there is. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** What both have in common: days, and where the log is. */
    public abstract static class OnLog implements Callable<Integer> {
        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it before anything else runs
        private CommandSpec spec;

        @Option(names = "--from", paramLabel = "DAY", description = "First day, as 2026-11-22 in UTC.")
        private @Nullable LocalDate from;

        @Option(names = "--to", paramLabel = "DAY", description = "Last day.")
        private @Nullable LocalDate to;

        abstract int run(AuditSource source) throws IOException;

        @Override
        public final Integer call() throws IOException {
            return run(((ServicesSource) spec.root().userObject()).audit());
        }

        final @Nullable LocalDate from() {
            return from;
        }

        final @Nullable LocalDate to() {
            return to;
        }

        final PrintWriter out() {
            return spec.commandLine().getOut();
        }

        final ParameterException misuse(IllegalArgumentException e) {
            return new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /** {@code coffer audit verify}. */
    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = "Verifies hash chain, checkpoints and signatures, and names the first entry that was altered,"
                    + " removed or inserted.",
            exitCodeListHeading = "Exit codes:%n",
            exitCodeList = {"0:nothing is wrong", "1:something is wrong; the first finding is printed"})
    public static final class Verify extends OnLog {
        @Option(
                names = "--witness",
                paramLabel = "FILE",
                description = "Checkpoints that were kept elsewhere, to compare the log with.")
        private @Nullable Path witness;

        @Override
        int run(AuditSource source) throws IOException {
            Verdict verdict = verdict(source);
            verdict.remarks().forEach(remark -> out().println("note: " + remark));
            return switch (verdict) {
                case Verdict.Intact intact -> {
                    out().printf(
                                    Locale.ROOT,
                                    "The audit log is intact: %d entries, %d checkpoints, last entry %d, %d not yet signed.%n",
                                    intact.entries(),
                                    intact.checkpoints(),
                                    intact.last(),
                                    intact.unsigned());
                    out().println("head " + intact.head());
                    out().println("key " + intact.key());
                    yield OperatorCommand.DONE;
                }
                case Verdict.Broken broken -> {
                    out().println(describe(broken.finding()));
                    out().printf(Locale.ROOT, "%d entries before it are in order.%n", broken.sound());
                    yield OperatorCommand.REFUSED;
                }
            };
        }

        private Verdict verdict(AuditSource source) throws IOException {
            try {
                return AuditVerifier.verify(new AuditVerifier.Question(
                        source.places(), from(), to(), witness, source.state().orElse(null)));
            } catch (IllegalArgumentException e) {
                throw misuse(e);
            }
        }

        private static String describe(Finding finding) {
            String what = word(finding.subject()) + (finding.number() == 0 ? "" : " " + finding.number());
            String where = finding.file().isEmpty()
                    ? ""
                    : " (" + finding.file() + (finding.line() == 0 ? "" : ", line " + finding.line()) + ")";
            return what + " " + word(finding.kind()) + where + ": " + finding.explanation();
        }

        private static String word(Enum<?> value) {
            return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** {@code coffer audit show}. */
    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows the newest entries, oldest first.")
    public static final class Show extends OnLog {
        private static final int LAST_STANDARD = 50;

        @Option(
                names = "--type",
                paramLabel = "TYPE",
                split = ",",
                description = "Dotted names such as file.created, or their beginning, such as file.")
        private Set<String> types = Set.of();

        @Option(names = "--actor", paramLabel = "USER", description = "User id of who acted.")
        private @Nullable String actor;

        @Option(
                names = "--last",
                paramLabel = "N",
                description = "How many, at most " + AuditReader.LAST_MAX + ". Default: ${DEFAULT-VALUE}.")
        private int last = LAST_STANDARD;

        @Option(names = "--json", description = "The entries as they stand in the log, one JSON object a line.")
        private boolean json;

        @Override
        int run(AuditSource source) throws IOException {
            AuditReader.Shown shown = AuditReader.show(source.places(), filter());
            for (AuditEntry entry : shown.entries()) {
                out().println(json ? entry.line() : row(entry));
            }
            if (shown.unreadableLines() > 0) {
                out().println("note: " + shown.unreadableLines() + " lines hold no entry; run 'coffer audit verify'.");
            }
            return OperatorCommand.DONE;
        }

        private AuditReader.Filter filter() {
            try {
                return new AuditReader.Filter(types, actor, from(), to(), last);
            } catch (IllegalArgumentException e) {
                throw misuse(e);
            }
        }

        private static String row(AuditEntry entry) {
            return String.join(
                    "  ",
                    Long.toString(entry.seq()),
                    entry.time().toString(),
                    entry.type(),
                    entry.outcome(),
                    dash(entry.actor()),
                    dash(entry.address()),
                    dash(entry.target()),
                    entry.reason());
        }

        private static String dash(String text) {
            return text.isEmpty() ? "-" : text;
        }
    }
}
