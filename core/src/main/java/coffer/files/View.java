package coffer.files;

import coffer.base.AccountId;
import coffer.base.Actor;
import coffer.base.FileId;
import coffer.base.SpaceId;
import java.util.Set;

/**
 * What somebody sees: the second of the three questions every operation asks. A view is a sub-tree of one space with
 * the rights its holder has there; all paths are relative to its root, and nothing outside of it exists for its holder.
 *
 * <p>Whoever makes a view decides about access. The file operations only ever ask the view, so an owner, a recipient and
 * a link visitor take the same way through the code.
 *
 * @param actor who acts; stands in every event
 * @param space the space the sub-tree lies in
 * @param root the collection that the empty path names
 * @param owner the account the space belongs to and whose quota counts
 * @param ownerUid its user id, for events
 * @param rights the most that may be done anywhere in the view
 * @param realm whether its root lies in the tree or among what was removed and kept
 * @param grant by what its holder sees it
 */
public record View(
        Actor actor,
        SpaceId space,
        FileId root,
        AccountId owner,
        String ownerUid,
        Set<Right> rights,
        Realm realm,
        Grant grant) {
    /** Where the root of a view is found. */
    public enum Realm {
        /** In the tree: the root of the space, or something that can be reached from it. */
        TREE,
        /** Among what was removed from the tree and kept. */
        TRASH
    }

    public View {
        rights = Set.copyOf(rights);
    }

    /** A view of a part of the tree. */
    public View(Actor actor, SpaceId space, FileId root, AccountId owner, String ownerUid, Set<Right> rights) {
        this(actor, space, root, owner, ownerUid, rights, Realm.TREE, Grant.OWN);
    }

    /** What a share shows. */
    public View(
            Actor actor, SpaceId space, FileId root, AccountId owner, String ownerUid, Set<Right> rights, Grant grant) {
        this(actor, space, root, owner, ownerUid, rights, Realm.TREE, grant);
    }

    /**
     * What is left of something that was removed from this view's space and kept: it can be read and deleted for good.
     *
     * @param removed what was removed, with all below it; when nothing of it is kept, the view shows nothing
     */
    public View removed(FileId removed) {
        return new View(actor, space, removed, owner, ownerUid, Set.of(Right.READ, Right.DELETE), Realm.TRASH, grant);
    }

    /** The same with some of its rights. */
    View only(Set<Right> fewer) {
        return new View(actor, space, root, owner, ownerUid, fewer, realm, grant);
    }

    /** The pseudo-parent of the topmost row above, or at, the root. */
    long top() {
        return realm == Realm.TREE ? Node.ROOTS : Node.TRASH;
    }
}
