package coffer.shares;

import coffer.base.AccountId;
import coffer.base.FileId;
import coffer.base.FileName;
import coffer.db.Session;
import coffer.db.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The statements on the tables {@code share_answer} and {@code share_place}: what recipients made of shares. */
final class AnswerRows {
    private static final String OF_ACCOUNT = "SELECT share_id, answer FROM share_answer WHERE account_id = ?";
    private static final String OF_SHARES =
            "SELECT account_id, share_id, changed_s FROM share_answer WHERE answer = 2 AND share_id IN (:in)";
    private static final String SET = """
            INSERT INTO share_answer (account_id, share_id, answer, changed_s)
            VALUES (?, ?, ?, ?)
            ON CONFLICT (account_id, share_id) DO UPDATE SET answer = excluded.answer, changed_s = excluded.changed_s
            """;
    private static final String FORGET =
            "DELETE FROM share_answer WHERE share_id IN (SELECT id FROM share WHERE node_id = ?)";
    private static final String FORGET_ACCOUNT = "DELETE FROM share_answer WHERE account_id = ?";

    private static final String PLACES = "SELECT node_id, parent_id, name FROM share_place WHERE account_id = ?";
    private static final String PLACE = """
            INSERT INTO share_place (account_id, node_id, parent_id, name)
            VALUES (?, ?, ?, ?)
            ON CONFLICT (account_id, node_id) DO UPDATE SET parent_id = excluded.parent_id, name = excluded.name
            """;
    private static final String PARENT_GONE = "DELETE FROM share_place WHERE parent_id = ?";
    private static final String NODE_GONE = "DELETE FROM share_place WHERE node_id = ?";
    private static final String PARENTS =
            "SELECT DISTINCT parent_id FROM share_place WHERE parent_id <> 0 AND parent_id IN (:in)";
    private static final String UNPLACE_ACCOUNT = "DELETE FROM share_place WHERE account_id = ?";

    private AnswerRows() {}

    /** What an account said to a share. */
    enum Answer {
        ACCEPTED(1),
        LEFT(2);

        private final int number;

        Answer(int number) {
            this.number = number;
        }

        private static Answer of(int number) {
            return number == LEFT.number ? LEFT : ACCEPTED;
        }
    }

    /** Where something is shown. */
    record Place(long parent, FileName name) {}

    static Map<Integer, Answer> of(Session session, AccountId account) throws SQLException {
        Map<Integer, Answer> answers = new HashMap<>();
        session.each(OF_ACCOUNT, row -> answers.put((int) row.getLong(1), Answer.of(row.getInt(2))), account.value());
        return answers;
    }

    /** Since when accounts have left these shares. */
    static Map<Integer, Map<AccountId, Instant>> left(Session session, Collection<Integer> shares) throws SQLException {
        Map<Integer, Map<AccountId, Instant>> left = new HashMap<>();
        session.listIn(
                        OF_SHARES,
                        row -> new Left((int) row.getLong(2), new AccountId(row.getLong(1)), row.getLong(3)),
                        shares.stream().map(Integer::longValue).toList())
                .forEach(one -> left.computeIfAbsent(one.share, _ -> new HashMap<>())
                        .put(one.account, Instant.ofEpochSecond(one.sinceS)));
        return left;
    }

    private record Left(int share, AccountId account, long sinceS) {}

    static void set(Transaction tx, AccountId account, int share, Answer answer, Instant now) throws SQLException {
        tx.update(SET, account.value(), (long) share, answer.number, now.getEpochSecond());
    }

    static Map<FileId, Place> places(Session session, AccountId account) throws SQLException {
        Map<FileId, Place> places = new HashMap<>();
        session.each(
                PLACES,
                row -> places.put(
                        new FileId(row.getLong(1)), new Place(row.getLong(2), new FileName(row.getString(3)))),
                account.value());
        return places;
    }

    static void place(Transaction tx, AccountId account, FileId node, long parent, FileName name) throws SQLException {
        tx.update(PLACE, account.value(), node.value(), parent, name.value());
    }

    /** Those of these collections in which something is shown. */
    static Collection<FileId> parents(Session session, Collection<FileId> collections) throws SQLException {
        return session.listIn(
                PARENTS,
                row -> new FileId(row.getLong(1)),
                collections.stream().map(FileId::value).toList());
    }

    /** What was shown in a collection that is gone has no place any more. */
    static void parentGone(Transaction tx, FileId collection) throws SQLException {
        tx.update(PARENT_GONE, collection.value());
    }

    /** What was shared is gone for good. */
    static void nodeGone(Transaction tx, FileId node) throws SQLException {
        tx.update(FORGET, node.value());
        tx.update(NODE_GONE, node.value());
    }

    static void accountGone(Transaction tx, AccountId account) throws SQLException {
        tx.update(FORGET_ACCOUNT, account.value());
        tx.update(UNPLACE_ACCOUNT, account.value());
    }
}
