package coffer.files;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.db.Database;
import java.util.List;

/** What must be true of the tables at any time between two changes. */
public final class TreeInvariants {
    private static final List<String> VIOLATIONS = List.of("""
            SELECT 'orphan ' || node.id
              FROM node LEFT JOIN node AS parent ON parent.id = node.parent_id
             WHERE node.parent_id > 0
               AND (parent.id IS NULL OR parent.collection = 0 OR parent.space_id <> node.space_id)
            """, """
            SELECT 'misnamed ' || id FROM node
             WHERE (parent_id < 0 AND name <> CAST(id AS TEXT))
                OR (parent_id = 0 AND name <> CAST(space_id AS TEXT))
            """, """
            WITH RECURSIVE live (id) AS (
                SELECT id FROM node WHERE parent_id IN (0, -2, -3)
                UNION ALL
                SELECT node.id FROM live JOIN node ON node.parent_id = live.id)
            SELECT 'wrong size ' || node.id || ': ' || node.size_bytes
              FROM node
             WHERE node.collection = 1
               AND node.id IN (SELECT id FROM live)
               AND node.size_bytes <>
                   (SELECT COALESCE(SUM(member.size_bytes), 0) FROM node AS member WHERE member.parent_id = node.id)
            """, """
            SELECT 'wrong usage ' || space.id || ': ' || space.used_bytes || ' of ' || node.size_bytes
              FROM space LEFT JOIN node ON node.id = space.root_id
             WHERE node.id IS NULL OR node.parent_id <> 0 OR node.size_bytes <> space.used_bytes
            """, """
            SELECT 'wrong property bytes ' || node.id
              FROM node
             WHERE property_bytes <>
                   (SELECT COALESCE(SUM(size_bytes), 0) FROM dead_property WHERE dead_property.node_id = node.id)
            """, """
            SELECT 'property of nothing ' || node_id FROM dead_property WHERE node_id NOT IN (SELECT id FROM node)
            """, """
            SELECT 'file without content ' || node.id
              FROM node LEFT JOIN object ON object.id = node.object_id
             WHERE node.collection = 0 AND (object.id IS NULL OR object.size_bytes <> node.size_bytes)
            """, """
            WITH RECURSIVE live (id) AS (
                SELECT id FROM node WHERE parent_id = 0
                UNION ALL
                SELECT node.id FROM live JOIN node ON node.parent_id = live.id)
            SELECT 'lock of nothing ' || token FROM write_lock WHERE node_id NOT IN (SELECT id FROM live)
            """, """
            SELECT 'trash of nothing ' || item.node_id || ': ' || item.size_bytes
              FROM trash_item AS item LEFT JOIN node ON node.id = item.node_id
             WHERE node.id IS NULL OR node.parent_id <> -3 OR node.space_id <> item.space_id
                OR node.size_bytes <> item.size_bytes
            """, """
            SELECT 'kept and not in the trash ' || id
              FROM node
             WHERE parent_id = -3 AND id NOT IN (SELECT node_id FROM trash_item)
            """, """
            SELECT 'version of nothing ' || version.node_id
              FROM version LEFT JOIN node ON node.id = version.node_id
             WHERE node.id IS NULL OR node.collection = 1 OR node.space_id <> version.space_id
            """, """
            SELECT 'version without content ' || version.node_id
              FROM version LEFT JOIN object ON object.id = version.object_id
             WHERE object.id IS NULL OR object.size_bytes <> version.size_bytes
            """);

    private TreeInvariants() {}

    public static void check(Database database) {
        for (String violation : VIOLATIONS) {
            List<String> found = database.read(session -> session.list(violation, row -> row.getString(1)));
            assertThat(found).as(violation).isEmpty();
        }
    }

    /** Nothing is removed or in the making: the tables hold what can be reached and nothing else. */
    public static void checkSwept(Database database) {
        check(database);
        List<Long> waiting = database.read(
                session -> session.list("SELECT id FROM node WHERE parent_id IN (-1, -2, -4)", row -> row.getLong(1)));
        assertThat(waiting).isEmpty();
    }
}
