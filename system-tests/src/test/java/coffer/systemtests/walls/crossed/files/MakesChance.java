package coffer.systemtests.walls.crossed.files;

import java.security.SecureRandom;

/** Crosses the wall of time and chance with a generator of its own. */
public final class MakesChance {

    int chance() {
        return new SecureRandom().nextInt();
    }
}
