package coffer.blobs;

import coffer.base.ObjectId;
import java.util.List;

/** What people would miss if an object were lost. Filled at wiring by the features whose rows name objects. */
@FunctionalInterface
public interface SeenAs {
    /** Places that are told of one object. */
    int PLACES_MAX = 20;

    /**
     * Where people see an object, whole or as a part of something: {@code alice: /Documents/plan.pdf}. At most {@link #PLACES_MAX}; empty
     * when nobody does.
     */
    List<String> places(ObjectId object);
}
