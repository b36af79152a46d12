package coffer.server.operator;

import coffer.db.Recount;
import coffer.db.SizeFinding;
import coffer.keys.RootKeyAway;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code coffer storage sizes}. */
@Command(
        name = "sizes",
        mixinStandardHelpOptions = true,
        description = {
            "Counts all sizes in the database anew, from what is stored, and lists those that are wrong: table, row, column, what stands"
                    + " there, what was counted, the result. The server must not run.",
            "What is damaged, cut short or missing keeps the size that its row says, and is listed as unknown."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:all sizes are right, or were mended",
            "1:some are wrong or cannot be counted, or the server runs"
        })
final class StorageSizesCommand extends OperatorCommand {
    @Option(
            names = "--mend",
            description = "Writes what was counted. May be cut short and run again. Clients look again at what has got"
                    + " another size.")
    private boolean mend;

    @Option(
            names = "--json",
            description = "One JSON object a line: each size that is wrong, then how many there were.")
    private boolean json;

    @Override
    protected int run(Services services) {
        if (services.upkeep()) {
            err().println("The server runs: stop it first, so that nothing changes while sizes are counted.");
            return REFUSED;
        }
        try {
            Recount recount = services.sizes().count(mend, actor(), this::print);
            new Report()
                    .with("wrong", mend ? 0 : recount.wrong())
                    .with("mended", mend ? recount.wrong() : 0)
                    .with("unknown", recount.unknown())
                    .print(out(), json);
            return recount.rowsHold() ? DONE : REFUSED;
        } catch (RootKeyAway e) {
            err().println("The count has ended early: " + e.getMessage());
            return REFUSED;
        }
    }

    private void print(SizeFinding finding) {
        boolean counted = finding.counted().isPresent();
        new Report()
                .with("table", finding.table())
                .with("row", finding.row())
                .with("column", finding.column())
                .with("said", finding.said())
                .with("counted", counted ? finding.counted().getAsLong() : null)
                .with("result", counted ? mend ? "mended" : "wrong" : "unknown")
                .with("detail", finding.reason())
                .printRow(out(), json);
        out().flush();
    }
}
