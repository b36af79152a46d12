package coffer.db;

import java.util.ArrayList;
import java.util.List;

/** Keeps what a recount tells. */
public final class ToldSizes implements Recount.Told {
    public final List<SizeFinding> findings = new ArrayList<>();

    /** Rows that were mended, by transaction. */
    public final List<String> mended = new ArrayList<>();

    @Override
    public void found(SizeFinding finding) {
        findings.add(finding);
    }

    @Override
    public void mending(Transaction tx, String table, int rows) {
        tx.afterCommit(() -> mended.add(table + " " + rows));
    }

    /** What could not be counted, as {@code table row}. */
    public List<String> unknown() {
        return findings.stream()
                .filter(finding -> finding.counted().isEmpty())
                .map(finding -> finding.table() + " " + finding.row())
                .toList();
    }

    /** What was wrong, as {@code table row column}. */
    public List<String> wrong() {
        return findings.stream()
                .filter(finding -> finding.counted().isPresent())
                .map(finding -> finding.table() + " " + finding.row() + " " + finding.column())
                .toList();
    }
}
