package coffer.bench.rows;

import java.util.ArrayList;
import java.util.List;

/** All rows, in the order in which they are measured. */
public final class Rows {

    private Rows() {}

    public static List<Row> all() {
        var rows = new ArrayList<Row>();
        rows.add(new PropfindOne());
        rows.add(new PropfindFolder(true));
        rows.add(new PropfindFolder(false));
        rows.addAll(PutSmall.family());
        rows.add(new GetSmall());
        rows.add(new Large(true));
        rows.add(new Large(false));
        rows.add(new SealingCost());
        rows.add(new ChunkedUpload());
        rows.add(new CopyFolder());
        rows.add(new MoveAndDelete());
        rows.add(new LargeFolder());
        rows.add(new Start());
        rows.add(new OneAccount());
        rows.add(new SyncProgram());
        rows.add(new SyncWithoutChange());
        rows.add(new SyncOfChanges());
        rows.add(new Growth());
        rows.add(new WideFolder());
        rows.add(new ParallelTransfers());
        return rows;
    }
}
