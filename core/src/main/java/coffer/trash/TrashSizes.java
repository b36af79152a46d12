package coffer.trash;

import coffer.base.FileId;
import coffer.base.SpaceId;
import coffer.db.Database;
import coffer.db.Partition;
import coffer.db.Recount;
import coffer.files.TreeSizes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts anew how large what is in the trash bin is. For one thread, while nobody else writes. */
public final class TrashSizes {
    private static final String TABLE = "trash_item";
    private static final String SIZE = "size_bytes";
    private static final String PAGE =
            "SELECT node_id, space_id, size_bytes FROM trash_item WHERE node_id > ? ORDER BY node_id LIMIT ?";
    private static final String SET = "UPDATE trash_item SET size_bytes = ? WHERE node_id = ?";

    private final Database database;
    private final Recount recount;
    private final TreeSizes trees;

    /** @param trees counted before */
    public TrashSizes(Database database, Recount recount, TreeSizes trees) {
        this.database = database;
        this.recount = recount;
        this.trees = trees;
    }

    private record Item(FileId id, SpaceId space, long saidBytes) {
        static Item read(ResultSet row) throws SQLException {
            return new Item(new FileId(row.getLong(1)), new SpaceId(row.getLong(2)), row.getLong(3));
        }
    }

    /** Counts all. */
    public void count() {
        long last = Long.MIN_VALUE;
        List<Item> page;
        do {
            page = page(last);
            mend(page);
            last = page.isEmpty() ? last : page.getLast().id.value();
        } while (!page.isEmpty());
    }

    private List<Item> page(long after) {
        return database.readOne(session -> session.list(PAGE, Item::read, after, Recount.ROWS));
    }

    private void mend(List<Item> page) {
        Map<FileId, Long> sizes = trees.of(page.stream().map(Item::id).toList());
        Recount.Batch batch = recount.batch(TABLE);
        List<@Nullable Object[]> rows = new ArrayList<>();
        Set<SpaceId> spaces = new HashSet<>();
        for (Item item : page) {
            String row = Long.toString(item.id.value());
            Long bytes = sizes.get(item.id);
            if (bytes == null) {
                recount.unknown(TABLE, row, SIZE, item.saidBytes, "what was removed is gone");
            } else if (batch.differs(row, SIZE, item.saidBytes, bytes)) {
                rows.add(new Object[] {bytes, item.id.value()});
                spaces.add(item.space);
            }
        }
        batch.end(Partition.of(spaces.toArray(SpaceId[]::new)), tx -> tx.batch(SET, rows));
    }
}
