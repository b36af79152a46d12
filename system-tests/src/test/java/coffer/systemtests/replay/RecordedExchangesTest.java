package coffer.systemtests.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import coffer.systemtests.ServerProcess;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every recorded session is said again to one started server, and its answers are compared in all that the client reads. */
class RecordedExchangesTest {

    private static ServerProcess server;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        server = ServerProcess.start(ServerProcess.Settings.in(data));
        House.addAccounts(server);
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    @TestFactory
    Stream<DynamicTest> theAnswersAreThoseThatTheClientReads() {
        return Sessions.all().stream()
                .map(session -> dynamicTest(session, () -> {
                    var recording = reader().read(session);
                    var wanted = WantedDifferences.of(recording);
                    var differences = Replay.of(recording, server);

                    assertThat(differences.stream()
                                    .filter(difference -> wanted.stream().noneMatch(each -> each.allows(difference))))
                            .as("differences that nobody wants")
                            .isEmpty();
                    assertThat(wanted.stream()
                                    .filter(each -> differences.stream().noneMatch(each::allows)))
                            .as("wanted differences that are not there any more")
                            .isEmpty();
                }));
    }

    @Test
    void everyRecordingThatIsHereStandsInTheListOfSessions() throws Exception {
        try (var files = Files.walk(recordings())) {
            assertThat(files.filter(file -> file.endsWith("INDEX.txt"))
                            .map(file -> recordings().relativize(file).getParent())
                            .map(String::valueOf))
                    .containsExactlyInAnyOrderElementsOf(Sessions.all());
        }
    }

    @Test
    void eachWantedDifferenceIsLookedForInASession() throws Exception {
        var recordings = new ArrayList<Recording>();
        for (var session : Sessions.all()) {
            recordings.add(reader().read(session));
        }

        assertThat(WantedDifferences.LIST)
                .allMatch(wanted -> recordings.stream().anyMatch(wanted::concerns));
    }

    @Test
    void eachHeaderOfTheRecordingsIsReadByAClientOrHasAReasonNotToBe() throws Exception {
        var known = new HashSet<>(WhatClientsRead.UNREAD_HEADERS.keySet());
        WhatClientsRead.RULES.stream()
                .filter(rule -> rule.part() == Rule.Part.HEADER)
                .flatMap(rule -> rule.names().stream())
                .forEach(name -> known.add(name.toLowerCase(Locale.ROOT)));

        Set<String> seen = new HashSet<>();
        for (var session : Sessions.all()) {
            for (var exchange : reader().read(session).exchanges()) {
                exchange.answer().ifPresent(answer -> answer.headers()
                        .forEach(header -> seen.add(header.name().toLowerCase(Locale.ROOT))));
            }
        }

        assertThat(known).containsAll(seen);
    }

    private static RecordingReader reader() {
        return new RecordingReader(recordings());
    }

    private static Path recordings() {
        try {
            var readme = Objects.requireNonNull(RecordedExchangesTest.class.getResource("/exchanges/README.md"));
            return Objects.requireNonNull(Path.of(readme.toURI()).getParent());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
