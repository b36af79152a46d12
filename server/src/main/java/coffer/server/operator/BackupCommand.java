package coffer.server.operator;

import coffer.backup.BackupOptions;
import coffer.backup.BackupReport;
import coffer.base.ObjectId;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code coffer backup}. */
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a snapshot of the whole installation in another place, while the server runs: rows, content, key ring and audit log.",
            "Only what no snapshot there has yet is copied. Rows and content are sealed; they open with the root key or a recovery kit alone,"
                    + " so keep one of these elsewhere, and try it with 'coffer restore --check'."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the snapshot is complete",
            "1:there is no new snapshot, or objects that were damaged already are not in it"
        })
public final class BackupCommand extends OperatorCommand {
    @Option(
            names = "--to",
            required = true,
            paramLabel = "PLACE",
            description = "A directory, as an absolute path, or s3://HOST/BUCKET/PREFIX as for --blobs.")
    @SuppressWarnings("NullAway.Init") // picocli refuses the command without it
    private String to;

    @Option(
            names = "--with-root-key",
            description = "Puts the root key beside the backup. Whoever has the backup can then read everything.")
    private boolean withRootKey;

    @Option(
            names = "--keep",
            paramLabel = "N",
            description = "Removes older snapshots, and what only they need, until N are left. Default: all stay.")
    private @Nullable Integer keep;

    @Option(
            names = "--verify",
            description = "Reads everything that is there already, and copies anew what is damaged or missing there.")
    private boolean verify;

    @Option(names = "--json", description = "As a JSON object.")
    private boolean json;

    @Override
    protected int run(Services services) {
        if (withRootKey) {
            err().println("The root key is put beside the backup: whoever can read " + to
                    + " can read all files in it. Without --with-root-key it needs the key or a recovery kit to open.");
        }
        BackupReport report;
        try {
            report = services.backups()
                    .make(actor(), to, new BackupOptions(withRootKey, Optional.ofNullable(keep), verify));
        } catch (IllegalArgumentException e) {
            throw misuse(String.valueOf(e.getMessage()));
        }
        print(report, services);
        return report.damaged().isEmpty() ? DONE : REFUSED;
    }

    private void print(BackupReport report, Services services) {
        new Report()
                .with("snapshot", report.snapshot())
                .with("rows", report.rows())
                .with("objects", report.objects())
                .with("objectBytes", report.objectBytes())
                .with("copied", report.copied())
                .with("copiedBytes", report.copiedBytes())
                .with("writtenBytes", report.writtenBytes())
                .with("removed", report.removed())
                .with("damaged", report.damaged().size())
                .print(out(), json);
        for (Map.Entry<ObjectId, String> object : report.damaged().entrySet()) {
            err().println("not in the snapshot: object " + object.getKey() + ": " + object.getValue() + "; "
                    + String.join(", ", services.storage().places(object.getKey())));
        }
    }
}
