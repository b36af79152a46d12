package coffer.server.operator;

import coffer.base.ObjectId;
import coffer.blobs.DamagedObjects;
import coffer.blobs.RepairResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code coffer storage repair}. */
@Command(
        name = "repair",
        mixinStandardHelpOptions = true,
        description = "Makes damaged objects whole with the copies that the newest snapshot of a backup has. A copy is"
                + " taken only when it is exactly what was stored; the damaged bytes are kept aside.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:nothing is damaged any more", "1:something is"})
final class StorageRepairCommand extends OperatorCommand {
    private static final int PAGE = 200;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "PLACE",
            description = "Where the backup is, as for 'coffer backup --to'.")
    @SuppressWarnings("NullAway.Init") // picocli refuses the command without it
    private String from;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Override
    protected int run(Services services) {
        int exit = DONE;
        for (ObjectId object : damaged(services)) {
            RepairResult result = services.backups().repair(from, object);
            if (result instanceof RepairResult.Refused) {
                exit = REFUSED;
            }
            new Report()
                    .with("object", object.toString())
                    .with("result", word(result))
                    .with("detail", result instanceof RepairResult.Refused(String reason) ? reason : null)
                    .printRow(out(), json);
            out().flush();
        }
        return exit;
    }

    private static List<ObjectId> damaged(Services services) {
        List<ObjectId> damaged = new ArrayList<>();
        @Nullable ObjectId last = null;
        List<DamagedObjects.Entry> page;
        do {
            page = services.storage().damaged(last, PAGE);
            for (DamagedObjects.Entry entry : page) {
                last = entry.object();
                damaged.add(last);
            }
        } while (!page.isEmpty());
        return damaged;
    }

    private static String word(RepairResult result) {
        return switch (result) {
            case RepairResult.Repaired() -> "repaired";
            case RepairResult.Sound() -> "whole";
            case RepairResult.Unknown() -> "gone";
            case RepairResult.Refused _ -> "refused";
        };
    }
}
