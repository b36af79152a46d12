package coffer.db;

import java.util.OptionalLong;

/**
 * A size in a row that is not what was counted, or that cannot be counted.
 *
 * @param table where the row is
 * @param row which one it is: its primary key, for people
 * @param column which of its columns
 * @param said what stands there
 * @param counted what should; empty when that cannot be told, and nothing is changed then
 * @param reason why it cannot be told; empty when it can
 */
public record SizeFinding(String table, String row, String column, long said, OptionalLong counted, String reason) {}
