package coffer.files;

import coffer.base.AccountId;
import coffer.base.Actor;

/** The spaces of the installation. Each account has a home, made when it is first used. */
@SuppressWarnings("DoNotCallSuggester")
public final class Spaces {
    /**
     * The owner's own view of a home.
     *
     * @param owner the account whose home it is
     * @param ownerUid its user id
     */
    public View home(Actor actor, AccountId owner, String ownerUid) {
        throw new UnsupportedOperationException("not filled yet");
    }
}
