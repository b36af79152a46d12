package coffer.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.bench.rows.Row;
import coffer.bench.rows.Rows;
import coffer.bench.servers.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people type after {@code --rows} and {@code --servers}. */
class SelectionTest {

    private static List<String> numbers(String words) {
        return Selection.rows(Rows.all(), words, true).stream().map(Row::number).toList();
    }

    @Test
    void numbersRangesAndPartsNameRows() {
        assertThat(numbers("1,3-5")).containsExactly("1", "3", "4", "5");
        assertThat(numbers("2")).containsExactly("2", "2b");
        assertThat(numbers("2b, 6")).containsExactly("2b", "6");
        assertThat(numbers("")).hasSize(Rows.all().size());
    }

    @Test
    void longRowsMustBeAskedFor() {
        assertThat(Selection.rows(Rows.all(), "", false)).noneMatch(Row::isLong).isNotEmpty();
        assertThat(Selection.rows(Rows.all(), "16", false)).singleElement().matches(Row::isLong);
    }

    @Test
    void noTwoRowsHaveOneNumber() {
        assertThat(numbers("")).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"99", "x", "1-x", "1,", "3-2"})
    void whatNamesNoRowIsRefused(String words) {
        assertThatThrownBy(() -> numbers(words)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void serversGoByTheirWords() {
        assertThat(Selection.servers("apache,coffer-pg")).containsExactly(Kind.APACHE, Kind.COFFER_PG);
        assertThatThrownBy(() -> Selection.servers("url")).isInstanceOf(IllegalArgumentException.class);
    }
}
