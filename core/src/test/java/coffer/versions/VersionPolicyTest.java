package coffer.versions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionPolicyTest {
    private static final long NOW = 1_800_000_000L;

    private static List<Long> left(VersionPolicy policy, List<Long> newestFirst, long now) {
        Set<Long> superfluous = new HashSet<>(policy.superfluous(newestFirst, now));
        return newestFirst.stream()
                .filter(revision -> !superfluous.contains(revision))
                .toList();
    }

    @Test
    void theLastOfEachStepStays() {
        VersionPolicy policy = VersionPolicy.parse("1m/10s, ever/1h");
        List<Long> newestFirst = List.of(NOW - 1, NOW - 9, NOW - 10, NOW - 11, NOW - 61, NOW - 3_599, NOW - 3_601);
        assertThat(left(policy, newestFirst, NOW))
                .containsExactly(NOW - 1, NOW - 11, NOW - 61, NOW - 3_599, NOW - 3_601);
    }

    @Test
    void whatIsOlderThanTheLastRuleGoes() {
        VersionPolicy policy = VersionPolicy.parse("1h/1m");
        assertThat(left(policy, List.of(NOW - 3_599, NOW - 3_600), NOW)).containsExactly(NOW - 3_599);
    }

    /** However often somebody looks in between, the same versions stay. */
    @Test
    void whichStayDoesNotDependOnWhenSomebodyLooks() {
        SplittableRandom random = new SplittableRandom(42);
        VersionPolicy policy = VersionPolicy.standard();
        for (int run = 0; run < 50; run++) {
            List<Long> all = new ArrayList<>();
            List<Long> looked = new ArrayList<>();
            long time = NOW;
            for (int i = 0; i < 200; i++) {
                time += 1 + Math.round(Math.exp(random.nextDouble() * 14));
                all.addFirst(time);
                looked.addFirst(time);
                if (random.nextInt(3) == 0) {
                    looked = new ArrayList<>(left(policy, looked, time + random.nextInt(100)));
                }
            }
            long end = time + 1_000;
            assertThat(left(policy, looked, end)).isEqualTo(left(policy, all, end));
        }
    }

    @Test
    void manyWritesLeaveFewVersions() {
        List<Long> newestFirst = new ArrayList<>();
        for (long second = NOW; second > NOW - 100_000; second--) {
            newestFirst.add(second);
        }
        List<Long> left = left(VersionPolicy.standard(), newestFirst, NOW);
        assertThat(left).hasSizeLessThan(250);
        assertThat(new TreeSet<>(left)).contains(NOW);
    }

    @Test
    void rulesAreReadInAllUnits() {
        VersionPolicy policy = VersionPolicy.parse("30s/5s,2m/10s, 3h/1h ,4d/1d");
        assertThat(policy.rules())
                .containsExactly(
                        new VersionPolicy.Rule(Duration.ofSeconds(30), Duration.ofSeconds(5)),
                        new VersionPolicy.Rule(Duration.ofMinutes(2), Duration.ofSeconds(10)),
                        new VersionPolicy.Rule(Duration.ofHours(3), Duration.ofHours(1)),
                        new VersionPolicy.Rule(Duration.ofDays(4), Duration.ofDays(1)),
                        new VersionPolicy.Rule(VersionPolicy.FOREVER, Duration.ZERO));
        assertThat(VersionPolicy.parse("none").keepsAnything()).isFalse();
        assertThat(VersionPolicy.standard().keepsAnything()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10s",
                "10s/",
                "/2s",
                "1x/2s",
                "10s/3s, 1m/10s",
                "1m/10s, 10s/20s",
                "ever/7d, 1d/7d",
                "1234567s/1s"
            })
    void oddRulesAreRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> VersionPolicy.parse(text));
    }
}
