package coffer.db;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class GroupCommitSqliteTest extends GroupCommitContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }

    @Test
    void aReaderThatComesAfterTheCloseIsToldAndDoesNotWait() {
        database.close();
        for (int i = 0; i <= SqliteDatabase.READERS; i++) {
            assertThatThrownBy(() -> database.read(session -> session.dialect()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
        }
    }
}
