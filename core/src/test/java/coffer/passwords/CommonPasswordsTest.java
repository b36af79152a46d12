package coffer.passwords;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CommonPasswordsTest {
    @Test
    void theListIsWhatItSaysOfItself() throws IOException {
        List<String> list = list();

        assertThat(list).hasSize(CommonPasswords.COUNT);
        assertThat(new HashSet<>(list)).hasSize(CommonPasswords.COUNT);
        assertThat(list).allSatisfy(line -> assertThat(line).matches("[!-~&&[^A-Z]]{8,}"));
    }

    @Test
    void theFirstAndTheLastOfTheListAreFoundAndNoPartOfThem() throws IOException {
        List<String> list = list();

        for (String listed : List.of(list.getFirst(), list.getLast())) {
            assertThat(CommonPasswords.contain(listed.toCharArray())).isTrue();
            assertThat(CommonPasswords.contain((listed + " ").toCharArray())).isFalse();
            assertThat(CommonPasswords.contain((" " + listed).toCharArray())).isFalse();
        }
        assertThat(CommonPasswords.contain(new char[0])).isFalse();
    }

    private static List<String> list() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(CommonPasswords.class.getResourceAsStream("common-passwords.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
