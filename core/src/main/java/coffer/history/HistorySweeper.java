package coffer.history;

import coffer.base.FileId;
import coffer.db.Database;
import coffer.db.Partition;
import coffer.events.BackgroundLoop;
import coffer.files.Tree;
import java.util.List;
import java.util.Set;

/** Walks through all files that have a history, a bounded piece at a time, and removes that of files that are gone. */
final class HistorySweeper {
    /** Files looked at in one run. */
    static final int FILES_MAX = 500;

    private final Database database;
    private final int rowsMax;

    /** Up to here the present walk has come; for one thread. */
    private long done;

    /**
     * @param rowsMax rows of one transaction, about
     */
    HistorySweeper(Database database, int rowsMax) {
        this.database = database;
        this.rowsMax = rowsMax;
    }

    private record Piece(List<FileId> files, List<FileId> gone) {}

    BackgroundLoop.Next run() {
        long from = done;
        Piece piece = database.read(session -> {
            List<FileId> files = HistoryRows.files(session, from, FILES_MAX);
            Set<FileId> there = Tree.existing(session, files);
            return new Piece(
                    files, files.stream().filter(file -> !there.contains(file)).toList());
        });
        if (piece.files.isEmpty()) {
            done = 0;
            return BackgroundLoop.Next.WAIT;
        }
        long last = piece.files.getLast().value();
        done = piece.gone.isEmpty() ? last : remove(piece.gone, last);
        return BackgroundLoop.Next.AGAIN;
    }

    /** Returns up to where nothing of these is left. */
    private long remove(List<FileId> gone, long last) {
        return database.write(Partition.GENERAL, tx -> {
            int room = rowsMax;
            for (FileId file : gone) {
                int removed = room > 0 ? HistoryRows.forget(tx, file, room) : room;
                if (removed >= room) {
                    return file.value() - 1;
                }
                // The row of the file itself.
                room -= removed + 1;
            }
            return last;
        });
    }
}
