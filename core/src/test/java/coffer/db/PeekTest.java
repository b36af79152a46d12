package coffer.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PeekTest {
    private static final String COUNT = "SELECT COUNT(*) FROM id_block";

    @TempDir
    private Path directory;

    @Test
    void lookingIntoAClosedDatabaseChangesNothing() throws IOException {
        Databases.sqlite(file()).close();
        Map<String, Long> before = listing();
        assertThat(count()).isEqualTo(1);
        assertThat(listing()).isEqualTo(before);
    }

    @Test
    void lookingIntoOneThatWasKilledSeesItsLogAndChangesNothing() throws IOException {
        Path live = directory.resolve("live");
        Files.createDirectory(live);
        Database database = Databases.sqlite(live.resolve("coffer.db"));
        database.write(Partition.GENERAL, tx -> tx.update("DELETE FROM id_block"));
        for (String name : new String[] {"coffer.db", "coffer.db-wal"}) {
            Files.copy(live.resolve(name), directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        database.close();
        Map<String, Long> before = listing();
        assertThat(count()).isZero();
        assertThat(listing()).isEqualTo(before);
    }

    @Test
    void whereThereIsNoneNoneIsMade() throws IOException {
        assertThat(Databases.<Boolean>peekSqlite(file(), connection -> connection == null))
                .isTrue();
        assertThat(listing()).isEmpty();
    }

    private long count() {
        return Databases.<Long>peekSqlite(file(), connection -> {
            assertThat(connection).isNotNull();
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery(COUNT)) {
                rows.next();
                return rows.getLong(1);
            }
        });
    }

    private Path file() {
        return directory.resolve("coffer.db");
    }

    private Map<String, Long> listing() throws IOException {
        Map<String, Long> files = new TreeMap<>();
        try (Stream<Path> found = Files.list(directory)) {
            for (Path path : found.filter(Files::isRegularFile).toList()) {
                files.put(path.getFileName().toString(), Files.size(path));
            }
        }
        return files;
    }
}
