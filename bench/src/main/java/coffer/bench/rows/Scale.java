package coffer.bench.rows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How much is done.
 *
 * @param warmUp before the first round of a row at least; before later ones at least a third of it
 * @param time that a load lasts in one round
 * @param largeBytes size of a large file
 * @param manyFiles members of the larger folder that is moved and deleted
 * @param growsTo files in an account that grew, in steps
 * @param widens members of a wide folder
 * @param project the root of the sources, where {@code ./coffer} is
 * @param home a directory on a real disk, for data and notes
 */
public record Scale(
        boolean full,
        Duration warmUp,
        Duration time,
        long largeBytes,
        int manyFiles,
        List<Integer> growsTo,
        int widens,
        Path project,
        Path home) {

    private static final long MIB = 1 << 20;

    /** About half an hour. */
    public static Scale quick(Path project, Path home) {
        return new Scale(
                false,
                Duration.ofSeconds(5),
                Duration.ofSeconds(3),
                256 * MIB,
                2_000,
                List.of(1_000_000),
                100_000,
                project,
                home);
    }

    /** For figures that are to be kept; about three quarters of an hour. */
    public static Scale full(Path project, Path home) {
        return new Scale(
                true,
                Duration.ofSeconds(6),
                Duration.ofSeconds(6),
                1024 * MIB,
                20_000,
                List.of(1_000_000, 10_000_000),
                100_000,
                project,
                home);
    }

    Duration warmUp(int round) {
        return round == 0 ? warmUp : warmUp.dividedBy(3);
    }
}
