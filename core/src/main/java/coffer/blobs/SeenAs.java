package coffer.blobs;

import coffer.base.ObjectId;
import java.util.List;
import java.util.stream.Stream;

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

    /** Those of both, these first. */
    default SeenAs and(SeenAs others) {
        return object -> Stream.of(this, others)
                .flatMap(some -> some.places(object).stream())
                .limit(PLACES_MAX)
                .toList();
    }
}
