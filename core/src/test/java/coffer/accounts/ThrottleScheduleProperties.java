package coffer.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ThrottleScheduleProperties {
    @Property(tries = 200)
    void moreFailuresNeverWaitLessAndNobodyWaitsLongerThanAClientDoes(@ForAll @IntRange(max = 1_000_000) int failures) {
        Duration delay = ThrottleSchedule.delay(failures);
        assertThat(ThrottleSchedule.delay(failures + 1)).isGreaterThanOrEqualTo(delay);
        assertThat(delay).isBetween(Duration.ZERO, ThrottleSchedule.DELAY_MAX);
    }

    @Example
    void theWaitDoublesFromATenthOfASecondToTwentyFive() {
        assertThat(ThrottleSchedule.delay(0)).isEqualTo(Duration.ZERO);
        assertThat(ThrottleSchedule.delay(1)).isEqualTo(Duration.ofMillis(200));
        assertThat(ThrottleSchedule.delay(2)).isEqualTo(Duration.ofMillis(400));
        assertThat(ThrottleSchedule.delay(7)).isEqualTo(Duration.ofMillis(12_800));
        assertThat(ThrottleSchedule.delay(8)).isEqualTo(Duration.ofSeconds(25));
        assertThat(ThrottleSchedule.delay(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(25));
    }
}
