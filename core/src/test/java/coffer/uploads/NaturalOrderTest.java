package coffer.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NaturalOrderTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 2 9 10 11 99 100",
                "0 00 001 01 1 2",
                "0000000000000000 0000000000000001 0000000000000010",
                "00001 00002 00010",
                "000000000000000-000000000000099 000000000000100-000000000000199 000000000001000-000000000001099",
                "a a1 a2 a10 a10b b",
                "chunk-9 chunk-10 chunk-10-1 chunk-11",
                "99999999999999999999999998 99999999999999999999999999 100000000000000000000000000",
                "A1 B1 a1 b1"
            })
    void namesComeInTheOrderInWhichAPersonCounts(String inOrder) {
        List<String> expected = List.of(inOrder.split(" "));
        List<String> names = new ArrayList<>(expected);
        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(names, new Random(seed));
            names.sort(NaturalOrder.INSTANCE);
            assertThat(names).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("coffer.uploads.NamingScheme#all")
    void tenThousandChunksOfEveryClientComeInTheirOrder(NamingScheme scheme) {
        List<String> expected =
                IntStream.range(0, Uploads.PARTS_MAX).mapToObj(scheme::name).toList();
        List<String> names = new ArrayList<>(expected);
        Collections.shuffle(names, new Random(1));
        names.sort(NaturalOrder.INSTANCE);
        assertThat(names).isEqualTo(expected);
    }
}
