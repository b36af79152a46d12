package coffer.systemtests.walls.crossed.files;

/** Crosses the wall of the rows: reads a table of accounts. */
public final class TouchesForeignRows {

    String sql() {
        return """
                SELECT uid
                  FROM account
                 WHERE id = ?
                """;
    }
}
