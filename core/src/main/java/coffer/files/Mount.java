package coffer.files;

import coffer.base.AccountId;
import coffer.base.Actor;
import coffer.base.FileId;
import coffer.base.FileName;
import coffer.base.SpaceId;
import java.util.Set;

/**
 * Something of somebody else's that an account sees among its own.
 *
 * @param share the number of the share by which it is there; of several the lowest
 * @param root what is shared: a collection or a file
 * @param space where that lies
 * @param owner the account the space belongs to
 * @param ownerUid its user id
 * @param rights what may be done with it
 * @param viewOnly see {@link Grant#viewOnly}
 * @param parent the collection of the home in which it is shown
 * @param name what it is called there
 */
public record Mount(
        int share,
        FileId root,
        SpaceId space,
        AccountId owner,
        String ownerUid,
        Set<Right> rights,
        boolean viewOnly,
        FileId parent,
        FileName name) {
    public Mount {
        rights = Set.copyOf(rights);
    }

    /** What it shows. */
    View view(Actor actor) {
        return new View(actor, space, root, owner, ownerUid, rights, Grant.received(share, viewOnly));
    }
}
