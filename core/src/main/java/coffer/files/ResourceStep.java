package coffer.files;

import coffer.base.FileId;
import coffer.db.Transaction;
import java.sql.SQLException;
import java.util.List;

/** Work of another feature on something in the tree, such as locking it. May run more than once. */
@FunctionalInterface
public interface ResourceStep<R> {
    R apply(Transaction tx, Resource resource) throws SQLException;

    /**
     * What the step works on.
     *
     * @param lineage the resource and its ancestors, the root of the space first
     */
    record Resource(Entry entry, List<FileId> lineage) {
        public Resource {
            lineage = List.copyOf(lineage);
        }
    }

    /** How it ended. */
    sealed interface Result<R> {
        record Done<R>(R value) implements Result<R> {}

        /** The tree refuses: not found, not allowed, or a condition that does not hold. */
        record Refused<R>(Refusal refusal) implements Result<R> {}
    }
}
