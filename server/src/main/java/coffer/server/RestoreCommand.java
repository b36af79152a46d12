package coffer.server;

import coffer.backup.BackupPlace;
import coffer.backup.BackupRefused;
import coffer.backup.Restore;
import coffer.backup.RestoreReport;
import coffer.base.ObjectId;
import coffer.server.operator.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code coffer restore}: from a backup, without any installation. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = {
            "Puts an installation back into an empty data directory, as a snapshot has it.",
            "Or looks whether a snapshot is whole (--check), or takes the files of one account out of it (--account, --to).",
            "The root key comes from --root-key, from --kit, or from the backup, where it was made --with-root-key."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:everything of the snapshot was there",
            "1:something was missing and is named, or nothing was restored"
        })
final class RestoreCommand implements Callable<Integer> {
    private @Nullable Settings settings;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "PLACE",
            description = "Where the backup is: a directory, as an absolute path, or s3://HOST/BUCKET/PREFIX.")
    @SuppressWarnings("NullAway.Init") // picocli refuses the command without it
    private String from;

    @Option(names = "--snapshot", paramLabel = "NAME", description = "Which snapshot. Default: the newest.")
    private @Nullable String snapshot;

    @Option(names = "--list", description = "Prints the names of all snapshots, oldest first. Needs no key.")
    private boolean list;

    @Option(
            names = "--check",
            description = "Opens every row and every file of the snapshot, and restores nothing: a rehearsal.")
    private boolean check;

    @Option(
            names = "--kit",
            paramLabel = "FILE",
            description = "A recovery kit, as 'coffer storage kit' has printed it: text, words, or shares one a line."
                    + " The passphrase of a sealed kit is read from COFFER_USER_PASSWORD.")
    private @Nullable Path kit;

    @Option(
            names = "--account",
            paramLabel = "USER",
            description = "Only the files of this account, into the new directory --to.")
    private @Nullable String account;

    @Option(
            names = "--path",
            paramLabel = "PATH",
            description = "Only this file or folder of the account. Default: everything.")
    private String path = "";

    @Option(names = "--to", paramLabel = "DIR", description = "Where the files of an account go: is not there yet.")
    private @Nullable Path target;

    @Option(names = "--json", description = "As a JSON object.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything else runs
    private CommandSpec spec;

    private Map<String, String> environment = Map.of();

    void configure(Settings effective, Map<String, String> variables) {
        settings = effective;
        environment = variables;
    }

    @Override
    public Integer call() throws IOException {
        Settings effective = settings;
        if (effective == null) {
            throw new IllegalStateException("restore was run without its settings");
        }
        SecureRandom random = new SecureRandom();
        Clock clock = Clock.systemUTC();
        try (BackupPlace place = new BackupPlaces(effective.storage(), random, clock).forReading(from)) {
            List<String> names = Restore.snapshots(place);
            if (list) {
                names.forEach(spec.commandLine().getOut()::println);
                return 0;
            }
            if (names.isEmpty()) {
                throw new BackupRefused("There is no backup in " + place.place() + ".");
            }
            String name = snapshot == null ? names.getLast() : snapshot;
            BackupKeys keys = new BackupKeys(place, effective, kit, environment, random, clock);
            RestoreReport report;
            List<String> files;
            if (check) {
                report = new RestoreCheck(place, keys, random).of(name);
                files = List.of();
            } else if (account != null) {
                AccountRestore accounts = new AccountRestore(place, keys, effective, from, random);
                AccountRestore.Result result = accounts.of(name, account, path, requiredTarget());
                report = result.report();
                files = result.missing();
            } else {
                WholeRestore.Result result = new WholeRestore(place, keys, effective, random, clock).of(name);
                report = result.report();
                files = result.missing();
            }
            return tell(report, files);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private Path requiredTarget() {
        if (target == null) {
            throw new ParameterException(spec.commandLine(), "Name a new directory for the files with --to.");
        }
        return target.toAbsolutePath().normalize();
    }

    /** @param files what people see of what is missing */
    private int tell(RestoreReport report, List<String> files) {
        new Report()
                .with("snapshot", report.snapshot())
                .with("made", report.made())
                .with("program", report.program())
                .with("rows", report.rows())
                .with("objects", report.objects())
                .with("objectBytes", report.objectBytes())
                .with("missing", report.missing().size())
                .print(spec.commandLine().getOut(), json);
        for (Map.Entry<ObjectId, String> object : report.missing().entrySet()) {
            spec.commandLine().getErr().println("object " + object.getKey() + ": " + object.getValue());
        }
        files.forEach(file -> spec.commandLine().getErr().println("without its content: " + file));
        return report.isWhole() && files.isEmpty() ? 0 : 1;
    }
}
