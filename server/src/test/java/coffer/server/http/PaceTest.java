package coffer.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who is too slow. */
class PaceTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long GRACE = Pace.GRACE.toNanos();

    @Test
    void nobodyIsJudgedWithinTheGrace() {
        assertThat(new Pace().kept(GRACE, 0)).isTrue();
    }

    @Test
    void whoSendsAByteNowAndThenIsGivenUpAfterIt() {
        Pace pace = new Pace();
        boolean kept = true;
        int seconds = 0;
        while (kept) {
            kept = pace.kept(SECOND, 1);
            seconds++;
        }
        assertThat(seconds).isEqualTo(Pace.GRACE.toSeconds() + 1);
    }

    @Test
    void theSlowestAllowedMayTakeForEver() {
        Pace pace = new Pace();
        for (int second = 0; second < 100_000; second++) {
            assertThat(pace.kept(SECOND, Pace.BYTES_PER_SECOND_MIN)).isTrue();
        }
    }

    @Test
    void slightlySlowerIsTooSlow() {
        Pace pace = new Pace();
        assertThat(pace.kept(GRACE, 0)).isTrue();
        assertThat(pace.kept(SECOND, Pace.BYTES_PER_SECOND_MIN * (Pace.GRACE.toSeconds() + 1) - 1))
                .isFalse();
    }
}
