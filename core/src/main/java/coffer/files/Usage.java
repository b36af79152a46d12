package coffer.files;

import coffer.base.AccountId;
import coffer.base.SpaceId;
import coffer.db.GroupStep;
import coffer.db.Session;
import coffer.db.Transaction;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How full spaces are, exactly: each change adds what it stores in its own transaction, or is refused. */
final class Usage {
    private static final String USED = "SELECT used_bytes FROM space WHERE id = ?";

    private static final String ADD = "UPDATE space SET used_bytes = used_bytes + ? WHERE id = ?";

    private static final String ADD_WITHIN =
            "UPDATE space SET used_bytes = used_bytes + ? WHERE id = ? AND used_bytes <= ?";

    private final QuotaSource quotas;

    /** What changes without a quota to keep to add, written once for the whole group of changes. */
    private final GroupStep<Growth> adding = Usage::add;

    Usage(QuotaSource quotas) {
        this.quotas = quotas;
    }

    /** What a quota is shared under within a group of changes. */
    private record QuotaOf(AccountId owner) {}

    private record Growth(SpaceId space, long bytes) {}

    private static void add(Session session, List<Growth> growths) throws SQLException {
        Map<SpaceId, Long> bySpace = new TreeMap<>(Comparator.comparingLong(SpaceId::value));
        growths.forEach(growth -> bySpace.merge(growth.space, growth.bytes, Long::sum));
        for (Map.Entry<SpaceId, Long> space : bySpace.entrySet()) {
            session.update(ADD, space.getValue(), space.getKey().value());
        }
    }

    UsedQuota of(Session session, View view) throws SQLException {
        if (session instanceof Transaction tx) {
            tx.settle(adding);
        }
        long used = used(session, view.space());
        long quota = quotas.quotaBytes(session, view.owner());
        return new UsedQuota(used, quota < 0 ? UsedQuota.UNLIMITED : Math.max(0, quota - used));
    }

    /**
     * Notes that the space holds {@code bytes} more, or fewer when negative. What frees room is never refused, also when
     * the quota has been lowered below what is there.
     */
    void charge(Transaction tx, View view, long bytes) throws SQLException {
        long quota = bytes > 0
                ? tx.shared(new QuotaOf(view.owner()), session -> quotas.quotaBytes(session, view.owner()))
                : UsedQuota.UNLIMITED;
        if (quota < 0) {
            tx.atCommit(adding, new Growth(view.space(), bytes));
            return;
        }
        tx.settle(adding);
        if (tx.update(ADD_WITHIN, bytes, view.space().value(), quota - bytes) == 0) {
            throw new Refused(new Refusal.QuotaExceeded(bytes, of(tx, view).availableBytes()));
        }
    }

    /** Refuses what {@link #charge} would refuse now; changes nothing. */
    void requireFree(Session session, View view, long bytes) throws SQLException {
        long available = bytes > 0 ? of(session, view).availableBytes() : UsedQuota.UNLIMITED;
        if (available != UsedQuota.UNLIMITED && bytes > available) {
            throw new Refused(new Refusal.QuotaExceeded(bytes, available));
        }
    }

    private static long used(Session session, SpaceId space) throws SQLException {
        // A space that is gone holds nothing; its view finds nothing either.
        return session.one(USED, row -> row.getLong(1), space.value()).orElse(0L);
    }
}
