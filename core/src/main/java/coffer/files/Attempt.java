package coffer.files;

import coffer.base.ETag;
import coffer.base.FileId;
import coffer.base.FilePath;
import coffer.db.Session;
import coffer.db.Transaction;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at an operation, within one session: asks everything that can refuse it. What is asked is the same before
 * content is received and in the transaction that makes it visible, so both ask here. Every refusal ends the attempt by
 * {@link Refused}.
 */
final class Attempt {
    private final Session session;
    private final View view;
    private final Conditions conditions;
    private final WriteGuard guard;
    private final AncestorStep ancestors;
    private WriteGuard.@Nullable Guarded guarded;

    Attempt(Session session, View view, Conditions conditions, WriteGuard guard, AncestorStep ancestors) {
        this.session = session;
        this.view = view;
        this.conditions = conditions;
        this.guard = guard;
        this.ancestors = ancestors;
    }

    View view() {
        return view;
    }

    /** The locks of the space, asked for once. */
    WriteGuard.Guarded guarded() throws SQLException {
        if (guarded == null) {
            guarded = guard.guarded(session, view.space());
        }
        return guarded;
    }

    Located locate(FilePath path) throws SQLException {
        return Tree.locate(session, view, path);
    }

    /** What the path names, for an operation on what exists. */
    Node existing(Located located) {
        return located.shown()
                .filter(_ -> view.rights().contains(Right.READ))
                .orElseThrow(() -> new Refused(new Refusal.NotFound()));
    }

    /** Where the path would be stored. */
    Node parent(Located located) {
        return located.parent().orElseThrow(() -> new Refused(new Refusal.NoParent()));
    }

    void allowed(Right right, Node node) {
        boolean home = Entries.isHome(view, node.id());
        if (!Rights.in(view).of(home, node.collection()).contains(right)) {
            throw new Refused(new Refusal.NotAllowed());
        }
    }

    /** Content that may only be looked at stays where it is. */
    void takenAway(View from, View to) {
        if (from.grant().viewOnly() && !from.equals(to)) {
            throw new Refused(new Refusal.NotAllowed());
        }
    }

    /**
     * No lock covers the resource, or its token is submitted.
     *
     * @param lineage the resource and its ancestors, the root first
     */
    void unlocked(List<FileId> lineage, WriteGuard.Reach reach) throws SQLException {
        Optional<FileId> root = guarded().blocks(lineage, reach, view.actor(), conditions.lockTokens());
        if (root.isPresent()) {
            FilePath path = Tree.path(session, view, root.get()).orElse(FilePath.ROOT);
            throw new Refused(new Refusal.Locked(path));
        }
    }

    /**
     * The conditions of the request hold for its target, in the order of RFC 9110 § 13.2.2. They speak of what is there,
     * whether or not the view shows it, so that {@code If-None-Match: *} never lets anybody replace anything. The {@code If} field of RFC
     * 4918 § 10.4 comes first, for it stands for the whole request.
     */
    void conditionsHold(Located target) throws SQLException {
        if (!ifHeaderHolds(target)) {
            throw target.failed(Conditions.Field.IF);
        }
        Optional<Node> node = target.node();
        ETag etag = node.isPresent() && conditions.nameTags() ? tag(node.get()) : null;
        Optional<Conditions.Field> failing = conditions.failing(node.orElse(null), etag);
        if (failing.isPresent()) {
            throw target.failed(failing.get());
        }
    }

    private boolean ifHeaderHolds(Located target) throws SQLException {
        if (conditions.ifHeader().isEmpty()) {
            return true;
        }
        for (Conditions.IfList list : conditions.ifHeader()) {
            Optional<Located> resource = list.elsewhere()
                    ? Optional.empty()
                    : Optional.of(list.resource() == null ? target : locate(list.resource()));
            // Existing rows only: a resource that is not there has no state at all (RFC 4918 § 10.4.4).
            Optional<Located> mapped = resource.filter(located -> located.node().isPresent());
            for (List<Conditions.IfTerm> terms : list.lists()) {
                if (holds(terms, mapped)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean holds(List<Conditions.IfTerm> terms, Optional<Located> resource) throws SQLException {
        for (Conditions.IfTerm term : terms) {
            if (term.not() == hasState(term.state(), resource)) {
                return false;
            }
        }
        return true;
    }

    private boolean hasState(Conditions.IfTerm.State state, Optional<Located> resource) throws SQLException {
        return resource.isPresent()
                && switch (state) {
                    case Conditions.IfTerm.Token(String token) ->
                        guarded().covers(token, resource.get().lineage());
                    case Conditions.IfTerm.Tag(EntityTags.Tag tag) ->
                        tag.is(tag(resource.get().node().orElseThrow()));
                };
    }

    /** The tag of a collection counts only when the changes before this one in the group have renewed it. */
    private ETag tag(Node node) throws SQLException {
        if (node.collection() && session instanceof Transaction tx) {
            tx.settle(ancestors);
            return Nodes.byId(tx, node.id()).orElseThrow().etag();
        }
        return node.etag();
    }
}
