package coffer.blobs;

import coffer.base.AccountId;
import coffer.base.FileId;
import coffer.base.ObjectId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What people would miss if an object were lost. Filled at wiring by the features whose rows name objects. */
@FunctionalInterface
public interface SeenAs {
    /** Places that are told of one object. */
    int PLACES_MAX = 20;

    /**
     * Where people see an object, whole or as a part of something. At most {@link #PLACES_MAX}; empty when nobody does.
     */
    List<Place> places(ObjectId object);

    /**
     * A file of somebody.
     *
     * @param owner whose quota it counts for
     * @param where for its owner: {@code /Documents/plan.pdf}, {@code in the trash bin}
     * @param lastGood when another content of it was stored that can be brought back; empty when there is none
     */
    record Place(AccountId owner, FileId file, String where, Optional<Instant> lastGood) {
        /** The same file, told in another way. */
        public Place at(String otherwise) {
            return new Place(owner, file, otherwise, lastGood);
        }

        /** The same, with another content that can be brought back. */
        public Place with(Optional<Instant> good) {
            return new Place(owner, file, where, good);
        }
    }
}
