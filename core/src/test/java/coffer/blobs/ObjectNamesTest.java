package coffer.blobs;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.base.ObjectId;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectNamesTest {
    @ParameterizedTest
    @CsvSource({
        "019a0000-0000-7000-8000-00000000abcd, ab/cd/019a0000-0000-7000-8000-00000000abcd",
        "019a0000-0000-7000-8000-abcdef000000, 00/00/019a0000-0000-7000-8000-abcdef000000",
        "1f2e0000-0000-4000-8000-00000000abcd, 1f/2e/1f2e0000-0000-4000-8000-00000000abcd",
        "ffff0000-0000-4000-8000-000000000000, ff/ff/ffff0000-0000-4000-8000-000000000000"
    })
    void theDirectoriesAreDigitsThatDifferBetweenObjects(UUID id, String path) {
        assertThat(ObjectNames.path(new ObjectId(id))).isEqualTo(path);
    }

    @Test
    void aNameIsTheIdInItsOnlySpelling() {
        String name = "019a0000-0000-7000-8000-00000000abcd";
        assertThat(ObjectNames.idOf(name)).contains(new ObjectId(UUID.fromString(name)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "019A0000-0000-7000-8000-00000000ABCD",
                "19a0000-0000-7000-8000-00000000abcd",
                "019a0000-0000-7000-8000-00000000abcd ",
                "019a0000-0000-7000-8000-00000000abcd-1",
                "ab/019a0000-0000-7000-8000-00000000abcd"
            })
    void otherNamesAreNotOurs(String name) {
        assertThat(ObjectNames.idOf(name)).isEmpty();
    }
}
