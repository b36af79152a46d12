package coffer.systemtests.walls;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The house as it is: its packages use each other only along the allowed arrows and stay behind every wall. */
class WallsTest {

    private static final JavaClasses HOUSE = new ClassFileImporter().importPaths(House.classes());

    static Stream<ArchRule> rules() {
        return new Walls("coffer").rules().stream();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theHouseStaysBehindTheWall(ArchRule wall) {
        wall.check(HOUSE);
    }

    @Test
    void theTableHasNoCircle() {
        for (var name : Arrows.packages()) {
            assertThat(reachableFrom(name)).as("what %s reaches", name).doesNotContain(name);
        }
    }

    @Test
    void theTableNamesOnlyPackagesThatExist() {
        var existing = HOUSE.stream()
                .map(c -> c.getPackageName().substring("coffer.".length()))
                .collect(toSet());
        assertThat(existing).containsAll(Arrows.packages());
    }

    private static Set<String> reachableFrom(String start) {
        var reached = new HashSet<String>();
        var open = new HashSet<>(Arrows.usableFrom(start));
        while (!open.isEmpty()) {
            var next = open.iterator().next();
            open.remove(next);
            if (reached.add(next)) {
                open.addAll(Arrows.usableFrom(next));
            }
        }
        return reached;
    }
}
