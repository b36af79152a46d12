package coffer.files;

import coffer.base.SpaceId;
import coffer.db.Database;
import coffer.db.Partition;
import coffer.db.Recount;
import coffer.db.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts the sizes of dead properties anew, each and together. For one thread, while nobody else writes. */
public final class PropertySizes {
    private static final String BYTES = "octet_length(namespace) + octet_length(name) + octet_length(xml)";

    private static final String PAGE = "SELECT node_id, namespace, name, size_bytes, " + BYTES + """
              FROM dead_property
             WHERE (node_id, namespace, name) > (?, ?, ?)
             ORDER BY node_id, namespace, name
             LIMIT ?
            """;

    private static final String SET =
            "UPDATE dead_property SET size_bytes = ? WHERE node_id = ? AND namespace = ? AND name = ?";

    private static final String NODES = "SELECT id, space_id, property_bytes, COALESCE((SELECT SUM(" + BYTES + """
            ) FROM dead_property WHERE node_id = id), 0)
              FROM node
             WHERE id > ?
             ORDER BY id
             LIMIT ?
            """;

    private static final String SET_NODE = "UPDATE node SET property_bytes = ? WHERE id = ?";

    private final Database database;
    private final Recount recount;

    public PropertySizes(Database database, Recount recount) {
        this.database = database;
        this.recount = recount;
    }

    /** Counts all. */
    public void count() {
        countEach();
        countTogether();
    }

    private record Property(long node, String namespace, String name, long saidBytes, long bytes) {
        static Property read(ResultSet row) throws SQLException {
            return new Property(row.getLong(1), row.getString(2), row.getString(3), row.getLong(4), row.getLong(5));
        }
    }

    private void countEach() {
        Property last = new Property(Long.MIN_VALUE, "", "", 0, 0);
        List<Property> page;
        do {
            Property from = last;
            page = database.readOne(
                    session -> session.list(PAGE, Property::read, from.node, from.namespace, from.name, Recount.ROWS));
            mend(page);
            last = page.isEmpty() ? last : page.getLast();
        } while (!page.isEmpty());
    }

    private void mend(List<Property> page) {
        Recount.Batch batch = recount.batch("dead_property");
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Property property : page) {
            String row = property.node + " {" + property.namespace + "}" + property.name;
            if (batch.differs(row, "size_bytes", property.saidBytes, property.bytes)) {
                rows.add(new Object[] {property.bytes, property.node, property.namespace, property.name});
            }
        }
        batch.end(Partition.GENERAL, tx -> tx.batch(SET, rows));
    }

    private record Owner(long id, SpaceId space, long saidBytes, long bytes) {
        static Owner read(ResultSet row) throws SQLException {
            return new Owner(row.getLong(1), new SpaceId(row.getLong(2)), row.getLong(3), row.getLong(4));
        }
    }

    private void countTogether() {
        long last = Long.MIN_VALUE;
        List<Owner> page;
        do {
            page = page(last);
            mendOwners(page);
            last = page.isEmpty() ? last : page.getLast().id;
        } while (!page.isEmpty());
    }

    private List<Owner> page(long after) {
        return database.readOne((Session session) -> session.list(NODES, Owner::read, after, Recount.ROWS));
    }

    private void mendOwners(List<Owner> page) {
        Recount.Batch batch = recount.batch("node");
        List<@Nullable Object[]> rows = new ArrayList<>();
        Set<SpaceId> spaces = new HashSet<>();
        for (Owner owner : page) {
            if (batch.differs(Long.toString(owner.id), "property_bytes", owner.saidBytes, owner.bytes)) {
                rows.add(new Object[] {owner.bytes, owner.id});
                spaces.add(owner.space);
            }
        }
        batch.end(Partition.of(spaces.toArray(SpaceId[]::new)), tx -> tx.batch(SET_NODE, rows));
    }
}
