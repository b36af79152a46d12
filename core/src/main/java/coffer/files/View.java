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
 */
public record View(Actor actor, SpaceId space, FileId root, AccountId owner, String ownerUid, Set<Right> rights) {
    public View {
        rights = Set.copyOf(rights);
    }
}
