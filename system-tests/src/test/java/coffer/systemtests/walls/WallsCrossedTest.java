package coffer.systemtests.walls;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A small house in {@code crossed} breaks every rule; each rule must report exactly the classes that break it, by name. */
class WallsCrossedTest {

    private static final String CROSSED = "coffer.systemtests.walls.crossed";
    private static final Walls WALLS = new Walls(CROSSED);
    private static final JavaClasses CROSSERS = new ClassFileImporter().importPackages(CROSSED);

    static Stream<Crossing> crossings() {
        return Stream.of(
                crossing(
                        WALLS.arrows(),
                        "files.SeesTheServer",
                        "server.webdav.SeesAnotherProtocol",
                        "homeless.HasNoRow",
                        "e2ee.FolderKey",
                        "server.SeesEndToEnd"),
                crossing(WALLS.engineOnlyInHttp(), "server.webdav.SeesTheEngine"),
                crossing(WALLS.mailOnlyInMessages(), "server.SeesTheMailLibrary"),
                crossing(WALLS.objectStoreOnlyInS3(), "server.SeesTheObjectStore"),
                crossing(WALLS.archivesOnlyInArchive(), "server.SeesTheArchiveLibrary"),
                crossing(WALLS.coreKnowsNoProtocol(), "files.SeesHttp"),
                crossing(WALLS.sqlOnlyBelowTheServer(), "server.webdav.SeesSql"),
                crossing(WALLS.poolAndMigrationsOnlyInDb(), "files.SeesThePool"),
                crossing(WALLS.bouncyCastleOnlyInAccounts(), "files.SeesBouncyCastle"),
                crossing(WALLS.noEndToEndCryptography(), "server.SeesEndToEnd"),
                crossing(WALLS.noStaticMutableState(), "files.HasStaticVariable", "files.HasStaticMap"),
                crossing(WALLS.timeAndChanceAreGiven(), "files.ReadsTheClock", "files.MakesChance"),
                crossing(WALLS.oneLog(), "files.HasAnotherLog", "files.Prints"));
    }

    @ParameterizedTest
    @MethodSource("crossings")
    void whoCrossesTheWallIsReported(Crossing crossing) {
        var report = crossing.wall().evaluate(CROSSERS).getFailureReport().getDetails();

        for (var candidate : CROSSERS) {
            var name = candidate.getName();
            var reported = report.stream()
                    .anyMatch(detail -> detail.contains("<" + name + ".") || detail.startsWith(name + " "));
            assertThat(reported)
                    .as("%s is reported in %s", name, report)
                    .isEqualTo(crossing.crossers().contains(name.substring(CROSSED.length() + 1)));
        }
    }

    @Test
    void everyWallIsCrossed() {
        assertThat(crossings().map(Crossing::toString))
                .containsExactlyElementsOf(
                        WALLS.rules().stream().map(ArchRule::getDescription).toList());
    }

    private static Crossing crossing(ArchRule wall, String... crossers) {
        return new Crossing(wall, List.of(crossers));
    }

    /** A wall and the classes that cross it. */
    record Crossing(ArchRule wall, List<String> crossers) {
        @Override
        public String toString() {
            return wall.getDescription();
        }
    }
}
