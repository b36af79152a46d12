package coffer.shares;

import coffer.base.AccountId;
import coffer.base.FileId;
import coffer.base.SpaceId;
import coffer.db.Transaction;
import coffer.files.Entry;
import coffer.files.Retention;
import coffer.files.Spaces;
import coffer.files.Tree;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What becomes of shares when what is shared is removed, comes back, goes to another account or is deleted for good: in the same transaction. */
public final class ShareKeeper implements Retention {
    @Override
    public void leaving(Transaction tx, Removal removal) throws SQLException {
        FileId top = removal.entry().id();
        List<FileId> nodes = ShareRows.nodes(tx, removal.entry().space(), false);
        if (nodes.isEmpty()) {
            return;
        }
        Map<FileId, List<FileId>> lineages = Tree.lineages(tx, nodes);
        for (FileId node : nodes) {
            if (lineages.getOrDefault(node, List.of()).contains(top)) {
                ShareRows.setAway(tx, node, true);
                tx.raises(SpaceId.SHARING);
            }
        }
    }

    @Override
    public void returned(Transaction tx, Entry entry) throws SQLException {
        List<FileId> nodes = ShareRows.nodes(tx, entry.space(), true);
        if (nodes.isEmpty()) {
            return;
        }
        for (FileId node : Tree.lineages(tx, nodes).keySet()) {
            ShareRows.setAway(tx, node, false);
            tx.raises(SpaceId.SHARING);
        }
    }

    @Override
    public void forgotten(Transaction tx, Collection<FileId> files) throws SQLException {
        for (FileId node : ShareRows.shared(tx, files)) {
            AnswerRows.nodeGone(tx, node);
            ShareRows.delete(tx, node);
            tx.raises(SpaceId.SHARING);
        }
        parentsGone(tx, files);
    }

    @Override
    public void transferred(Transaction tx, Collection<FileId> files, SpaceId to) throws SQLException {
        Optional<AccountId> owner = Spaces.ownerOf(tx, to);
        for (FileId node : ShareRows.shared(tx, files)) {
            if (owner.isPresent()) {
                ShareRows.toSpace(tx, node, to, owner.get());
                tx.raises(SpaceId.SHARING);
            }
        }
        parentsGone(tx, files);
    }

    /** What was shown in a folder that is no longer in its recipient's home is shown in the root again. */
    private static void parentsGone(Transaction tx, Collection<FileId> files) throws SQLException {
        for (FileId parent : AnswerRows.parents(tx, files)) {
            AnswerRows.parentGone(tx, parent);
            tx.raises(SpaceId.SHARING);
        }
    }
}
