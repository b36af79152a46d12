package coffer.server.operator;

import java.io.PrintWriter;
import java.util.List;

/** Rows of text in columns that stand below each other. An empty value is a dash. */
final class Columns {
    private static final String GAP = "  ";

    private Columns() {}

    /**
     * @param rows all with the same number of values
     */
    static void print(PrintWriter out, List<List<String>> rows) {
        int columns = rows.isEmpty() ? 0 : rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], width(shown(row.get(i))));
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String value = shown(row.get(i));
                line.append(value);
                if (i < columns - 1) {
                    line.append(" ".repeat(widths[i] - width(value))).append(GAP);
                }
            }
            out.println(line);
        }
    }

    private static String shown(String value) {
        return value.isEmpty() ? "-" : value;
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
