package coffer.bench.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.bench.micro.House;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was added in SQL is for the core what it would have made itself. */
class StoppedStoreTest {

    /** One row for each that breaks a promise of the schema. */
    private static final List<String> VIOLATIONS = List.of(
            """
            SELECT 'no parent ' || node.id FROM node LEFT JOIN node AS parent ON parent.id = node.parent_id
             WHERE node.parent_id > 0 AND (parent.id IS NULL OR parent.collection = 0 OR parent.space_id <> node.space_id)
            """,
            """
            SELECT 'wrong size ' || id FROM node
             WHERE collection = 1
               AND size_bytes <> (SELECT COALESCE(SUM(m.size_bytes), 0) FROM node AS m WHERE m.parent_id = node.id)
            """,
            """
            SELECT 'wrong usage ' || space.id FROM space JOIN node ON node.id = space.root_id
             WHERE node.size_bytes <> space.used_bytes
            """,
            """
            SELECT 'no content ' || node.id FROM node LEFT JOIN object ON object.id = node.object_id
             WHERE node.collection = 0 AND (object.id IS NULL OR object.size_bytes <> node.size_bytes)
            """,
            "SELECT 'not reserved ' || id FROM node WHERE id >= (SELECT next_id FROM id_block)",
            "SELECT 'check: ' || integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'");

    private static final Shape SHAPE = new Shape("/grown", 21 * 20 * Shape.LEAF);

    @TempDir
    Path data;

    @BeforeEach
    void makeHouse() throws IOException {
        try (var house = House.open(data, Clock.systemUTC())) {
            house.makeFolder("samples");
            for (int i = 0; i < 3; i++) {
                house.write("samples/file-" + i + ".dat", bytes("content " + i + "!".repeat(i)));
            }
        }
    }

    @Test
    void allPromisesOfTheSchemaHold() throws SQLException {
        grow();

        assertThat(answers(VIOLATIONS)).isEmpty();
        assertThat(answers(List.of("SELECT COUNT(*) FROM node WHERE collection = 0")))
                .containsExactly(Integer.toString(3 + SHAPE.files() + 7));
        assertThat(answers(List.of("PRAGMA journal_mode"))).containsExactly("wal");
    }

    @Test
    void theCoreFindsFilesReadsThemAndAddsToThem() throws Exception {
        grow();

        try (var house = House.open(data, Clock.systemUTC())) {
            assertThat(read(house, "grown/branch-1/group-20/leaf-419/file-499.dat"))
                    .isEqualTo("content 1!");
            assertThat(read(house, "wide/file-5.dat")).isEqualTo("content 2!!");
            var before = size(house, "");
            house.write("grown/branch-0/group-0/leaf-0/new.dat", bytes("12345"));
            assertThat(size(house, "") - before).isEqualTo(5);
            assertThat(id(house, "grown/branch-0/group-0/leaf-0/new.dat"))
                    .as("an id that nothing had before")
                    .isGreaterThan(id(house, "wide/file-6.dat"));
        }
        assertThat(answers(VIOLATIONS)).isEmpty();
    }

    @Test
    void aFolderChangesTheTagOfTheRoot() throws SQLException {
        var before = answers(List.of("SELECT etag FROM node WHERE parent_id = 0"));
        grow();
        assertThat(answers(List.of("SELECT etag FROM node WHERE parent_id = 0")))
                .isNotEqualTo(before);
    }

    @Test
    void samplesMustBeThereWithoutAGap() {
        assertThatThrownBy(() -> StoppedStore.open(data, "elsewhere", Clock.systemUTC()))
                .hasMessageContaining("elsewhere");
    }

    private void grow() throws SQLException {
        try (var store = StoppedStore.open(data, "samples", Clock.systemUTC())) {
            store.add(SHAPE);
            store.addFolder("wide", 7);
        }
    }

    private List<String> answers(List<String> queries) throws SQLException {
        var answers = new ArrayList<String>();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("coffer.db"));
                var statement = connection.createStatement()) {
            for (var query : queries) {
                try (var rows = statement.executeQuery(query)) {
                    while (rows.next()) {
                        answers.add(rows.getString(1));
                    }
                }
            }
        }
        return answers;
    }

    private static String read(House house, String path) throws IOException {
        var entry = house.files().entry(house.home(), House.path(path)).orElseThrow();
        try (var reader = house.files().open(entry)) {
            var out = new ByteArrayOutputStream();
            reader.transfer(0, reader.sizeBytes(), out);
            return out.toString(StandardCharsets.UTF_8);
        }
    }

    private static long size(House house, String path) {
        return house.files().entry(house.home(), House.path(path)).orElseThrow().sizeBytes();
    }

    private static long id(House house, String path) {
        return house.files()
                .entry(house.home(), House.path(path))
                .orElseThrow()
                .id()
                .value();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
