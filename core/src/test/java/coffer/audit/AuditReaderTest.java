package coffer.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.audit.AuditReader.Filter;
import coffer.audit.AuditReader.Shown;
import coffer.base.Actor;
import coffer.db.TestDatabase;
import coffer.events.Event;
import coffer.events.EventType;
import coffer.events.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class AuditReaderTest extends AuditContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }

    /** Three days with two files each; on the last a group was made and a login refused. */
    @BeforeEach
    void makeEntries() throws IOException {
        AuditLog log = open();
        append("a", "b");
        clock.turn(Duration.ofDays(1));
        append("c", "d");
        clock.turn(Duration.ofDays(1));
        append("e", "f");
        events.append(Event.ok(EventType.GROUP_CREATED, Actor.operator("group add"), Target.group("staff")));
        events.append(Event.denied(
                EventType.LOGIN_FAILED, Actor.system("test"), Target.unknownAccount("bob"), "wrong password"));
        drain(log);
    }

    @Test
    void theNewestEntriesAreShownInTheOrderOfTheLog() throws IOException {
        assertThat(show(Set.of(), null, null, null, 3))
                .extracting(AuditEntry::type)
                .containsExactly("file.created", "group.created", "login.failed");
        assertThat(show(Set.of(), null, null, null, 1))
                .extracting(AuditEntry::reason)
                .containsExactly("wrong password");
        assertThat(show(Set.of(), null, null, null, AuditReader.LAST_MAX)).hasSize(9);
        assertThat(show(Set.of("file"), null, null, null, 3))
                .extracting(AuditEntry::target)
                .containsExactly("/d", "/e", "/f");
    }

    @Test
    void typesAreNamedWholeOrByTheirBeginning() throws IOException {
        assertThat(show(Set.of("group.created", "login"), null, null, null, 10)).hasSize(2);
        assertThat(show(Set.of("file.created"), null, null, null, 10)).hasSize(6);
        assertThat(show(Set.of("fil"), null, null, null, 10)).isEmpty();
        assertThat(show(Set.of("file.created.x"), null, null, null, 10)).isEmpty();
    }

    @Test
    void actorsAndDaysAreMatched() throws IOException {
        assertThat(show(Set.of(), "operator", null, null, 10)).hasSize(1);
        assertThat(show(Set.of(), "alice", DAY.plusDays(1), DAY.plusDays(1), 10))
                .extracting(AuditEntry::target)
                .containsExactly("/c", "/d");
        assertThat(show(Set.of(), "alice", DAY.plusDays(2), null, 10)).hasSize(2);
        assertThat(show(Set.of(), "alice", null, DAY, 10)).hasSize(2);
        assertThat(show(Set.of(), null, DAY.plusDays(3), null, 10)).isEmpty();
    }

    @Test
    void damagedLinesAreCountedAndALineInTheMakingIsNot() throws IOException {
        Files.writeString(places.segment(DAY.plusDays(2)), "garbage\n{\"actor\":", StandardOpenOption.APPEND);
        Shown shown = AuditReader.show(places, new Filter(Set.of(), null, null, null, 2));
        assertThat(shown.entries()).hasSize(2);
        assertThat(shown.unreadableLines()).isEqualTo(1);
    }

    @Test
    void anAnswerIsBoundedAndAMissingLogIsEmpty() throws IOException {
        for (int wrong : List.of(0, AuditReader.LAST_MAX + 1)) {
            assertThatThrownBy(() -> new Filter(Set.of(), null, null, null, wrong))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        AuditPlaces nowhere = AuditPlaces.in(directory.resolve("nowhere"));
        assertThat(AuditReader.show(nowhere, new Filter(Set.of(), null, null, null, 1))
                        .entries())
                .isEmpty();
    }

    private List<AuditEntry> show(
            Set<String> types, @Nullable String actor, @Nullable LocalDate from, @Nullable LocalDate to, int last)
            throws IOException {
        Shown shown = AuditReader.show(places, new Filter(types, actor, from, to, last));
        assertThat(shown.unreadableLines()).isZero();
        return shown.entries();
    }
}
