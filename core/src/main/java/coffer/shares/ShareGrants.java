package coffer.shares;

import coffer.base.AccountId;
import coffer.base.FileId;
import coffer.db.Session;
import coffer.files.Grant;
import coffer.files.Grants;
import coffer.files.Right;
import coffer.files.Tree;
import coffer.files.View;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What shares allow at the moment of a change. */
public final class ShareGrants implements Grants {
    private final Clock clock;

    public ShareGrants(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Set<Right> rights(Session session, View view) throws SQLException {
        return ShareBits.rights(
                view.grant().kind() == Grant.Kind.RECEIVED ? received(session, view) : byLink(session, view));
    }

    private int received(Session session, View view) throws SQLException {
        AccountId account = view.actor().account();
        List<FileId> lineage = Tree.lineages(session, List.of(view.root())).getOrDefault(view.root(), List.of());
        return account == null ? 0 : Reach.of(session, account, view.owner(), lineage, clock.instant());
    }

    private int byLink(Session session, View view) throws SQLException {
        Optional<Share> share = ShareRows.byId(session, view.grant().share());
        return share.isEmpty()
                ? 0
                : Reach.of(session, List.of(share.get()), clock.instant())
                        .getOrDefault(share.get().id(), 0);
    }
}
