package coffer.backup;

import coffer.base.ObjectId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Stores a sequence of records. For one thread. */
final class StreamWriter {
    /** An id, then the number of records behind it. */
    static final int ENTRY_BYTES = 16 + Integer.BYTES;

    private final String name;
    private final List<String> columns;
    private final List<ObjectId> lists = new ArrayList<>();
    private final Cutter entries;
    private final Cutter cutter;
    private long records;

    StreamWriter(String name, List<String> columns, Pieces pieces) {
        this.name = name;
        this.columns = columns;
        entries = new Cutter((piece, _) -> lists.add(pieces.put(piece)));
        cutter = new Cutter((piece, count) -> entries.add(ByteBuffer.allocate(ENTRY_BYTES)
                .put(pieces.put(piece).bytes())
                .putInt(count)
                .array()));
    }

    void add(byte[] record) {
        cutter.add(record);
        records++;
    }

    /** Stores what is left. */
    StreamRef end() {
        cutter.end();
        entries.end();
        return new StreamRef(name, columns, records, lists);
    }
}
