package coffer.systemtests.disk;

import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/** Which of the changes that no sync had covered a disk still shows after power was lost. What was covered always survives. */
@FunctionalInterface
public interface Survival {

    /** The strictest disk that keeps its word: exactly what was synced. */
    Survival NOTHING = () -> () -> false;

    /** A disk that was quick: all of it. Then nothing can be told apart from a plain kill. */
    Survival EVERYTHING = () -> () -> true;

    /**
     * Asked once for each file and each directory: the answer decides, change after change, whether it survived. A change is a 512-byte
     * sector of a write, a truncation, or what one call did to the names of one directory.
     */
    BooleanSupplier ofOneFile();

    /** A disk that wrote back what it liked, in any order: of one file nothing, of another every second sector, of a third all. */
    static Survival some(RandomGenerator random) {
        return () -> {
            double share =
                    switch (random.nextInt(4)) {
                        case 0 -> 0;
                        case 1 -> 1;
                        default -> random.nextDouble();
                    };
            return () -> random.nextDouble() < share;
        };
    }
}
