package coffer.files;

import coffer.base.AccountId;
import coffer.base.ETag;
import coffer.base.FileId;
import coffer.base.FileName;
import coffer.base.ObjectId;
import coffer.base.SpaceId;
import coffer.db.Dialect;
import coffer.db.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The statements on table {@code node}. Each states a condition on what it changes; the row count is the answer. */
final class Nodes {
    private static final String COLUMNS = """
            id, parent_id, name, space_id, collection, etag, size_bytes, modified_us, created_us, uploaded_us,
            object_id, checksums, property_bytes, uploader_id
            """;

    /** The column after {@link #COLUMNS}. */
    private static final int LEVEL = 15;

    private static final String BY_ID = "SELECT " + COLUMNS + " FROM node WHERE id = ?";

    private static final String BY_IDS = "SELECT " + COLUMNS + " FROM node WHERE id IN (:in)";

    private static final String TAGS = "SELECT id, etag FROM node WHERE id IN (:in)";

    private static final String MEMBER = "SELECT " + COLUMNS + " FROM node WHERE parent_id = ? AND name = ?";

    /** Segments of a path that one statement walks: more would repeat the way to the upper ones too often. */
    static final int WALK_MAX = 4;

    /** By the number of segments, the statement that finds a node and what the segments below it name. */
    private static final List<String> WALKS =
            IntStream.rangeClosed(0, WALK_MAX).mapToObj(Nodes::walk).toList();

    private static final String MEMBERS =
            "SELECT " + COLUMNS + " FROM node WHERE parent_id = ? AND name > ? ORDER BY name LIMIT ?";

    private static final String INSERT = """
            INSERT INTO node (id, parent_id, name, space_id, collection, etag, size_bytes, modified_us, created_us,
                              uploaded_us, object_id, checksums, property_bytes, uploader_id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """;

    private static final String REPLACE = """
            UPDATE node
               SET etag = ?, size_bytes = ?, modified_us = ?, created_us = ?, uploaded_us = ?, object_id = ?,
                   checksums = ?, uploader_id = ?
             WHERE id = ? AND etag = ?
            """;

    private static final String PLACE =
            "UPDATE node SET parent_id = ?, name = ? WHERE id = ? AND parent_id = ? AND name = ?";

    private static final String TIMES = "UPDATE node SET etag = ?, modified_us = ?, created_us = ? WHERE id = ?";

    private static final String CHECKSUMS = "UPDATE node SET checksums = ? WHERE id = ?";

    private static final String PROPERTY_BYTES = "UPDATE node SET property_bytes = ? WHERE id = ?";

    private static final String DELETE = "DELETE FROM node WHERE id = ? AND parent_id = ?";

    private static final String COPY_ON_SQLITE = copyStatement(Dialect.SQLITE.randomBits());

    private static final String COPY_ON_POSTGRES = copyStatement(Dialect.POSTGRESQL.randomBits());

    private static final String COPIED = """
            SELECT COUNT(*), COALESCE(SUM(size_bytes), 0), COALESCE(SUM(property_bytes), 0), COALESCE(MAX(name), '')
              FROM node
             WHERE parent_id = ? AND name > ?
            """;

    private static final String PAIRS_WITH_PROPERTIES = """
            SELECT source.id, copy.id
              FROM node AS copy
              JOIN node AS source ON source.parent_id = ? AND source.name = copy.name
             WHERE copy.parent_id = ? AND copy.name > ? AND copy.property_bytes > 0
            """;

    private static final String WITH_ANCESTORS = """
            WITH RECURSIVE up (id, parent_id, name) AS (
                SELECT id, parent_id, name FROM node WHERE id IN (:in)
                UNION
                SELECT above.id, above.parent_id, above.name FROM up JOIN node AS above ON above.id = up.parent_id)
            SELECT id, parent_id, name FROM up
            """;

    private static final String EXISTING = "SELECT id FROM node WHERE id IN (:in)";

    private Nodes() {}

    static List<Node> byIds(Session session, Collection<FileId> ids) throws SQLException {
        return session.listIn(
                BY_IDS, Nodes::read, ids.stream().map(FileId::value).toList());
    }

    /** The entity tags of those of these that a row has. */
    static Map<FileId, Long> tags(Session session, Collection<FileId> ids) throws SQLException {
        Map<FileId, Long> tags = new HashMap<>();
        session.listIn(
                        TAGS,
                        row -> Map.entry(new FileId(row.getLong(1)), row.getLong(2)),
                        ids.stream().map(FileId::value).toList())
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue()));
        return tags;
    }

    static Optional<Node> byId(Session session, FileId id) throws SQLException {
        return session.one(BY_ID, Nodes::read, id.value());
    }

    static Optional<Node> member(Session session, long parent, String name) throws SQLException {
        return session.one(MEMBER, Nodes::read, parent, name);
    }

    private static String walk(int segments) {
        StringBuilder sql = new StringBuilder("SELECT " + COLUMNS + ", 0 FROM node WHERE id = ?");
        String above = "?";
        for (int level = 1; level <= segments; level++) {
            sql.append(" UNION ALL SELECT ").append(COLUMNS).append(", ").append(level);
            sql.append(" FROM node WHERE parent_id = ").append(above).append(" AND name = ?");
            above = "(SELECT id FROM node WHERE parent_id = " + above + " AND name = ?)";
        }
        return sql.toString();
    }

    /**
     * The node {@code from} and what the names below it lead to, as far as they do: each the member of the one before it.
     * Empty when {@code from} is gone.
     *
     * @param names at most {@link #WALK_MAX}
     */
    static List<Node> walk(Session session, FileId from, List<FileName> names) throws SQLException {
        List<Object> args = new ArrayList<>();
        for (int level = 0; level <= names.size(); level++) {
            args.add(from.value());
            names.subList(0, level).forEach(name -> args.add(name.value()));
        }
        Node[] found = new Node[names.size() + 1];
        session.each(WALKS.get(names.size()), row -> found[row.getInt(LEVEL)] = read(row), args.toArray());
        List<Node> nodes = new ArrayList<>(found.length);
        for (Node node : found) {
            if (node == null) {
                break;
            }
            nodes.add(node);
        }
        return nodes;
    }

    /** Members in binary order of their names, those after {@code after}; every name comes after the empty one. */
    static List<Node> members(Session session, long parent, String after, int max) throws SQLException {
        return session.list(MEMBERS, Nodes::read, parent, after, max);
    }

    static void insert(Session tx, Node node) throws SQLException {
        insert(tx, List.of(node));
    }

    /** Inserts rows whose places the transaction has found free. */
    static void insert(Session tx, List<Node> nodes) throws SQLException {
        List<@Nullable Object[]> rows = new ArrayList<>(nodes.size());
        for (Node node : nodes) {
            rows.add(new @Nullable Object[] {
                node.id().value(),
                node.parent(),
                node.name(),
                node.space().value(),
                node.collection(),
                node.etag().value(),
                node.sizeBytes(),
                node.modifiedUs(),
                node.createdUs(),
                node.uploadedUs(),
                node.object() == null ? null : node.object().value(),
                node.checksums(),
                node.propertyBytes(),
                node.uploader() == null ? null : node.uploader().value()
            });
        }
        for (int inserted : tx.batch(INSERT, rows)) {
            requireOne(inserted, "a name that was free is taken");
        }
    }

    /**
     * Some members of a collection: those after a name, at most so many, and no more than one after their dead properties have
     * reached so many bytes.
     */
    record Page(long collection, String after, int max, long propertyBytesMax) {}

    /** What {@link #copyMembers} has copied; without any, {@code last} is empty. */
    record Copied(int count, long bytes, long propertyBytes, String last) {}

    /**
     * Copies the rows of a page into another collection, within the database. Collections are copied without members,
     * dead properties not at all. Their objects stay: the rows that are copied name them, and nothing can take these away before the
     * copies name them too, because the changes of a space follow each other and this is one of both.
     *
     * @param space of the other collection
     * @param firstId the copies get this id and those that follow it
     */
    static Copied copyMembers(Session tx, Page page, long to, SpaceId space, long firstId, long nowUs)
            throws SQLException {
        tx.update(
                copyStatement(tx.dialect()),
                to,
                firstId - 1,
                space.value(),
                nowUs,
                nowUs,
                page.collection,
                page.after,
                page.max,
                page.propertyBytesMax);
        return tx.one(
                        COPIED,
                        row -> new Copied(row.getInt(1), row.getLong(2), row.getLong(3), row.getString(4)),
                        to,
                        page.after)
                .orElseThrow();
    }

    private static String copyStatement(Dialect dialect) {
        return switch (dialect) {
            case SQLITE -> COPY_ON_SQLITE;
            case POSTGRESQL -> COPY_ON_POSTGRES;
        };
    }

    private static String copyStatement(String randomBits) {
        return """
                INSERT INTO node (parent_id, name, id, space_id, collection, etag, size_bytes, modified_us, created_us,
                                  uploaded_us, object_id, checksums, property_bytes, uploader_id)
                SELECT ?, name, ? + number, ?, collection, %s,
                       CASE WHEN collection = 1 THEN 0 ELSE size_bytes END, modified_us, ?, ?, object_id, checksums,
                       property_bytes, uploader_id
                  FROM (SELECT name, collection, size_bytes, modified_us, object_id, checksums,
                               property_bytes, uploader_id,
                               ROW_NUMBER() OVER (ORDER BY name) AS number,
                               SUM(property_bytes) OVER (ORDER BY name) - property_bytes AS bytes_before
                          FROM (SELECT name, collection, size_bytes, modified_us, object_id, checksums,
                                       property_bytes, uploader_id
                                  FROM node
                                 WHERE parent_id = ? AND name > ?
                                 ORDER BY name
                                 LIMIT ?) AS page) AS numbered
                 WHERE bytes_before < ?
                """.formatted(randomBits);
    }

    /** Members after a name that have dead properties: of a collection, and of its copy. */
    static Map<FileId, FileId> pairsWithProperties(Session session, long source, long copy, String after)
            throws SQLException {
        Map<FileId, FileId> pairs = new HashMap<>();
        session.each(
                PAIRS_WITH_PROPERTIES,
                row -> pairs.put(new FileId(row.getLong(1)), new FileId(row.getLong(2))),
                source,
                copy,
                after);
        return pairs;
    }

    /** Gives a file new content. */
    static void replace(Session tx, Node file, ETag previous) throws SQLException {
        requireOne(
                tx.update(
                        REPLACE,
                        file.etag().value(),
                        file.sizeBytes(),
                        file.modifiedUs(),
                        file.createdUs(),
                        file.uploadedUs(),
                        file.object() == null ? null : file.object().value(),
                        file.checksums(),
                        file.uploader() == null ? null : file.uploader().value(),
                        file.id().value(),
                        previous.value()),
                "the file is not what it was");
    }

    /** Moves one row, and with it everything below. */
    static void place(Session tx, Node node, long parent, String name) throws SQLException {
        requireOne(
                tx.update(PLACE, parent, name, node.id().value(), node.parent(), node.name()),
                "the node is not where it was");
    }

    static void times(Session tx, Node node) throws SQLException {
        requireOne(
                tx.update(
                        TIMES,
                        node.etag().value(),
                        node.modifiedUs(),
                        node.createdUs(),
                        node.id().value()),
                "the node is gone");
    }

    static void checksums(Session tx, Node file) throws SQLException {
        requireOne(tx.update(CHECKSUMS, file.checksums(), file.id().value()), "the file is gone");
    }

    static void propertyBytes(Session tx, FileId id, long bytes) throws SQLException {
        requireOne(tx.update(PROPERTY_BYTES, bytes, id.value()), "the node is gone");
    }

    /** Takes collections out of the tree, each with all below it. */
    static void remove(Session tx, List<Node> nodes) throws SQLException {
        requireOneEach(tx, PLACE, nodes, node -> new @Nullable Object[] {
            Node.REMOVED, Node.nameOf(node.id()), node.id().value(), node.parent(), node.name()
        });
    }

    /** Takes a file or collection out of the tree, with all below it, and keeps it. */
    static void keep(Session tx, Node node) throws SQLException {
        place(tx, node, Node.TRASH, Node.nameOf(node.id()));
    }

    /** Deletes rows that have nothing below them and no dead properties. */
    static void delete(Session tx, List<Node> nodes) throws SQLException {
        requireOneEach(
                tx, DELETE, nodes, node -> new @Nullable Object[] {node.id().value(), node.parent()});
    }

    /** A row's place in the tree. */
    record Place(long id, long parent, String name) {}

    /** These rows and all above them, in one statement for each few hundred; some of those above come twice. */
    static List<Place> withAncestors(Session session, Collection<Long> ids) throws SQLException {
        return session.listIn(WITH_ANCESTORS, row -> new Place(row.getLong(1), row.getLong(2), row.getString(3)), ids);
    }

    /** Those of these ids that a row has, wherever it is. */
    static Set<FileId> existing(Session session, Collection<FileId> ids) throws SQLException {
        return new HashSet<>(session.listIn(
                EXISTING,
                row -> new FileId(row.getLong(1)),
                ids.stream().map(FileId::value).toList()));
    }

    private static void requireOneEach(
            Session tx, String sql, List<Node> nodes, Function<Node, @Nullable Object[]> args) throws SQLException {
        if (!nodes.isEmpty()) {
            for (int count : tx.batch(sql, nodes.stream().map(args).toList())) {
                requireOne(count, "a node is not where it was");
            }
        }
    }

    /**
     * The changes of a space are serialised and each looks before it writes, so a count other than one is a broken
     * invariant: nothing of the change may be kept.
     */
    private static void requireOne(int count, String problem) {
        if (count != 1) {
            throw new IllegalStateException("The tree is not in order: " + problem + ".");
        }
    }

    private static Node read(ResultSet row) throws SQLException {
        byte[] object = row.getBytes(11);
        Long uploader = Session.nullableLong(row, 14);
        return new Node(
                new FileId(row.getLong(1)),
                row.getLong(2),
                row.getString(3),
                new SpaceId(row.getLong(4)),
                row.getInt(5) != 0,
                new ETag(row.getLong(6)),
                row.getLong(7),
                row.getLong(8),
                row.getLong(9),
                row.getLong(10),
                object == null ? null : ObjectId.of(object),
                row.getString(12),
                row.getLong(13),
                uploader == null ? null : new AccountId(uploader));
    }
}
