package coffer.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The order is total, or sorting would join chunks differently from time to time. */
final class NaturalOrderProperties {
    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings()
                .withChars('0', '1', '2', '9', 'a', 'b', '-')
                .ofMaxLength(6);
    }

    @Property(tries = 2_000)
    void oppositeQuestionsHaveOppositeAnswers(@ForAll("names") String a, @ForAll("names") String b) {
        assertThat(Integer.signum(compare(a, b))).isEqualTo(-Integer.signum(compare(b, a)));
        assertThat(compare(a, b) == 0).isEqualTo(a.equals(b));
    }

    @Property(tries = 5_000)
    void theOrderIsTransitive(@ForAll("names") String a, @ForAll("names") String b, @ForAll("names") String c) {
        if (compare(a, b) <= 0 && compare(b, c) <= 0) {
            assertThat(compare(a, c)).isLessThanOrEqualTo(0);
        }
    }

    @Property(tries = 1_000)
    void numbersCompareAsNumbers(@ForAll long a, @ForAll long b) {
        String left = Long.toString(Math.abs(a / 2));
        String right = Long.toString(Math.abs(b / 2));
        assertThat(Integer.signum(compare(left, right))).isEqualTo(Long.compare(Math.abs(a / 2), Math.abs(b / 2)));
    }

    private static int compare(String a, String b) {
        return NaturalOrder.INSTANCE.compare(a, b);
    }
}
