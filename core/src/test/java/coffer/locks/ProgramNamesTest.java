package coffer.locks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramNamesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mozilla/5.0 (Linux) mirall/3.16.7-1~deb13u1 (Debian built) (Nextcloud, debian-6.12) | Desktop client",
                "Mozilla/5.0 (Android) Nextcloud-android/3.30.0 | Android client",
                "Mozilla/5.0 (iOS) Nextcloud-iOS/7.1.0 | iOS client",
                "LibreOffice/25.2 (Linux) | LibreOffice",
                "davfs2 neon/0.32 | davfs2",
                "curl | curl",
                "'' | a program",
                "<script>/1 | a program",
                "/1 | a program"
            })
    void aProgramIsCalledAsItsPeopleCallIt(String agent, String name) {
        assertThat(ProgramNames.of(agent)).isEqualTo(name);
    }

    @Test
    void aNameThatIsTooLongIsNone() {
        String longest = "x".repeat(ProgramNames.CHARS_MAX);
        assertThat(ProgramNames.of(longest + "/1")).isEqualTo(longest);
        assertThat(ProgramNames.of(longest + "x/1")).isEqualTo(ProgramNames.UNKNOWN);
    }
}
