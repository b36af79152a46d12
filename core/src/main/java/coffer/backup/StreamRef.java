package coffer.backup;

import coffer.base.ObjectId;
import java.util.List;

/**
 * A sequence of records in a snapshot.
 *
 * @param name {@code table:} and a table, {@code file:} and a path below the data directory, or {@code objects}
 * @param columns of a table; empty otherwise
 * @param records how many
 * @param lists pieces whose records name the pieces that hold the records, in order
 */
record StreamRef(String name, List<String> columns, long records, List<ObjectId> lists) {
    StreamRef {
        columns = List.copyOf(columns);
        lists = List.copyOf(lists);
    }
}
