package coffer.bench;

import coffer.bench.rows.Row;
import coffer.bench.servers.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** What the words after {@code --rows} and {@code --servers} name. */
final class Selection {

    private Selection() {}

    /**
     * The rows that a list such as {@code 1,3-6} names; a number also names the row's parts ({@code 2b}). What is no number or row is an
     * {@link IllegalArgumentException}. An empty list names all rows, the long ones only if {@code full}.
     */
    static List<Row> rows(List<Row> all, String words, boolean full) {
        if (words.isEmpty()) {
            return all.stream().filter(row -> full || !row.isLong()).toList();
        }
        Predicate<Row> wanted = Arrays.stream(words.split(",", -1))
                .map(word -> named(all, word.strip()))
                .reduce(_ -> false, Predicate::or);
        return all.stream().filter(wanted).toList();
    }

    private static Predicate<Row> named(List<Row> all, String word) {
        var ends = word.split("-", -1);
        Predicate<Row> wanted;
        if (ends.length == 2) {
            var from = Integer.parseInt(ends[0]);
            var to = Integer.parseInt(ends[1]);
            wanted = row -> number(row) >= from && number(row) <= to;
        } else {
            wanted = row ->
                    row.number().equals(word) || Integer.toString(number(row)).equals(word);
        }
        if (all.stream().noneMatch(wanted)) {
            throw new IllegalArgumentException("there is no row " + word);
        }
        return wanted;
    }

    private static int number(Row row) {
        return Integer.parseInt(row.number().replaceAll("[a-z]", ""));
    }

    static List<Kind> servers(String words) {
        return Arrays.stream(words.split(",", -1))
                .map(word -> Arrays.stream(Kind.values())
                        .filter(kind -> kind != Kind.URL && kind.word().equals(word.strip()))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("there is no server " + word)))
                .distinct()
                .toList();
    }
}
