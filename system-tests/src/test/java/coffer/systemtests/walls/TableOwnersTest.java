package coffer.systemtests.walls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.StringEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * Rows that one feature owns are touched by that feature alone.
 *
 * <p>A migration is named {@code V<number>__<feature>.sql}, so it says who owns the tables that it creates. The SQL of the features stands
 * as constants in their classes; a constant of another package that reads or writes such a table crosses the wall.
 */
class TableOwnersTest {

    private static final Pattern MIGRATION = Pattern.compile("V[0-9]+__([a-z]+).*\\.sql");
    private static final Pattern CREATED = Pattern.compile("(?im)^\\s*CREATE TABLE (?:IF NOT EXISTS )?([a-z_]+)");

    /** Made before their feature had a package of its own. */
    private static final Map<String, String> MOVED = Map.of("space_key", "keys");

    @Test
    void everyTableIsTouchedByItsOwnerAlone() {
        var owners = owners(House.root().resolve("core/src/main/resources/coffer/db/migration"));

        assertThat(owners).isNotEmpty();
        assertThat(House.classes()).allSatisfy(classes -> assertThat(trespasses(classes, "coffer", owners))
                .isEmpty());
    }

    @Test
    void sqlOfAnotherFeatureIsReported() {
        var classes = House.root().resolve("system-tests/target/test-classes");

        var reports = trespasses(classes, "coffer/systemtests/walls/crossed", Map.of("account", "accounts"));

        assertThat(reports)
                .singleElement()
                .asString()
                .contains("TouchesForeignRows")
                .contains("account");
    }

    private static Map<String, String> owners(Path migrations) {
        var owners = new TreeMap<String, String>();
        for (var migration : House.files(migrations, ".sql")) {
            var name = MIGRATION.matcher(
                    Objects.requireNonNull(migration.getFileName()).toString());
            assertThat(name.matches())
                    .as("%s is named V<number>__<feature>.sql", migration)
                    .isTrue();
            var tables = CREATED.matcher(House.text(migration));
            while (tables.find()) {
                owners.put(tables.group(1).toLowerCase(Locale.ROOT), name.group(1));
            }
        }
        owners.putAll(MOVED);
        return owners;
    }

    private static List<String> trespasses(Path classes, String root, Map<String, String> owners) {
        var reports = new ArrayList<String>();
        for (var file : House.files(classes.resolve(root), ".class")) {
            var feature = classes.resolve(root).relativize(file).getName(0).toString();
            for (var constant : strings(file)) {
                owners.forEach((table, owner) -> {
                    if (!feature.equals(owner) && touches(constant, table)) {
                        reports.add(file.getFileName() + " touches " + table + " of " + owner + ": " + constant);
                    }
                });
            }
        }
        return reports;
    }

    private static boolean touches(String constant, String table) {
        return Pattern.compile("(?is)\\b(FROM|JOIN|INTO|UPDATE)\\s+" + table + "\\b.*")
                        .matcher(constant)
                        .find()
                && Pattern.compile("\\b(SELECT|INSERT|UPDATE|DELETE|JOIN)\\b")
                        .matcher(constant)
                        .find();
    }

    private static List<String> strings(Path file) {
        try {
            return StreamSupport.stream(
                            ClassFile.of().parse(file).constantPool().spliterator(), false)
                    .filter(StringEntry.class::isInstance)
                    .map(entry -> ((StringEntry) entry).stringValue())
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
