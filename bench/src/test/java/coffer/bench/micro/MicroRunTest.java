package coffer.bench.micro;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MicroRunTest {

    @Test
    void anAppPasswordThatWasUsedJustNowIsJudged() {
        assertThat(MicroRun.line("Authentication.appPassword", "passwords: 1, state: used just now", 10, 0.5))
                .endsWith("10.00 ± 0.50; goal ≤ 10 µs: reached\n");
        assertThat(MicroRun.line("Authentication.appPassword", "passwords: 1, state: used just now", 10.1, 0.5))
                .endsWith("MISSED\n");
    }

    @Test
    void othersAreOnlyTold() {
        assertThat(MicroRun.line("Tags.quoted", "", 0.0213, 0.001)).isEqualTo("- Tags.quoted: 0.02 ± 0.00\n");
    }
}
