package coffer.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.AccountId;
import coffer.base.Actor;
import coffer.base.FileId;
import coffer.base.FilePath;
import coffer.base.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class EventTest {
    private static final Origin ORIGIN = new Origin("192.0.2.1", "Agent/1", "req-1", "PUT", "/dav/files/{path}");
    private static final Actor ALICE = Actor.user(new AccountId(12), "alice", 5L, ORIGIN);
    private static final Target FILE = Target.file(new FileId(77), FilePath.of(List.of("Fotos", "ä.jpg")), "alice");

    @Test
    void theStoredFormIsTheEnvelopeInCanonicalJson() {
        Event event = Event.ok(EventType.FILE_WRITTEN, ALICE, FILE).changed("size", "1", "2");
        assertThat(event.body())
                .isEqualTo("{\"actor\":{\"account\":\"12\",\"kind\":\"user\",\"token\":\"5\",\"uid\":\"alice\"},"
                        + "\"after\":{\"size\":\"2\"},\"before\":{\"size\":\"1\"},\"outcome\":\"ok\","
                        + "\"request\":{\"id\":\"req-1\",\"method\":\"PUT\",\"route\":\"/dav/files/{path}\"},"
                        + "\"source\":{\"address\":\"192.0.2.1\",\"agent\":\"Agent/1\"},"
                        + "\"target\":{\"id\":\"77\",\"kind\":\"file\",\"owner\":\"alice\",\"path\":\"/Fotos/ä.jpg\"},"
                        + "\"v\":1}");
    }

    @Test
    void everyKindOfEventComesBackAsItWas() {
        List<Event> events = List.of(
                Event.ok(EventType.FILE_MOVED, ALICE, FILE)
                        .changed("path", "/a", "/b")
                        .with("note", ""),
                Event.denied(EventType.FILE_READ, ALICE, FILE, "no right"),
                Event.error(EventType.OBJECT_DAMAGED, Actor.system("scrub"), Target.NONE, "segment 3"),
                Event.denied(
                        EventType.LOGIN_FAILED,
                        Actor.anonymous(ORIGIN),
                        Target.unknownAccount("bób"),
                        "wrong password"),
                Event.ok(EventType.GROUP_CREATED, Actor.operator("group add"), Target.group("staff"))
                        .without("name", "x"),
                Event.ok(EventType.ACCOUNT_CREATED, ALICE, Target.account(new AccountId(1), "carol")));
        for (Event event : events) {
            LoggedEvent logged =
                    new LoggedEvent(Cursor.START, Instant.EPOCH, event.type().word(), event.body());
            assertThat(logged.event()).contains(event);
        }
    }

    @Test
    void anEventOfANewerReleaseHasNoTypeHereButKeepsItsBody() {
        String body = Event.ok(EventType.FILE_CREATED, ALICE, FILE).body();
        LoggedEvent logged = new LoggedEvent(Cursor.START, Instant.EPOCH, "file.folded", body);
        assertThat(logged.event()).isEmpty();
        assertThat(logged.body()).isEqualTo(body);
    }

    @Test
    void longValuesAreCutAtTheLimitAndNotWithinACharacter() {
        String longest = "x".repeat(Event.VALUE_CHARS_MAX);
        Event kept = Event.denied(EventType.FILE_READ, ALICE, FILE, longest);
        assertThat(kept.reason()).isEqualTo(longest);
        Event cut = Event.denied(EventType.FILE_READ, ALICE, FILE, longest + "x");
        assertThat(cut.reason()).hasSize(Event.VALUE_CHARS_MAX).endsWith("x…");
        String emoji = "x".repeat(Event.VALUE_CHARS_MAX - 2) + "😀😀";
        assertThat(Event.denied(EventType.FILE_READ, ALICE, FILE, emoji).reason())
                .hasSize(Event.VALUE_CHARS_MAX - 1)
                .endsWith("x…");
    }

    @Test
    void fieldsAreLimited() {
        Event event = Event.ok(EventType.ACCOUNT_CHANGED, ALICE, FILE);
        for (int i = 0; i < Event.FIELDS_MAX; i++) {
            event = event.with("field" + i, "x");
        }
        Event full = event;
        assertThat(full.after()).hasSize(Event.FIELDS_MAX);
        assertThatThrownBy(() -> full.with("one more", "x")).isInstanceOf(IllegalArgumentException.class);
    }

    /** The longest event there can be still fits into a line of the audit log, whose limit is 1 MiB. */
    @Test
    void theLargestEventIsBounded() {
        String worst = "\u0001".repeat(Event.VALUE_CHARS_MAX);
        TreeMap<String, String> fields = new TreeMap<>();
        for (int i = 0; i < Event.FIELDS_MAX; i++) {
            fields.put("field" + i, worst);
        }
        Event event = new Event(
                EventType.FILE_MOVED,
                Outcome.DENIED,
                ALICE,
                new Target("file", worst, worst, worst),
                fields,
                fields,
                worst);
        assertThat(event.body().length()).isBetween(800_000, 1_000_000);
    }

    @Test
    void anOddHeaderDoesNotKeepAnActOutOfTheLog() {
        Origin odd = new Origin("192.0.2.1", "a\ud800b😀", "", "", "");
        Event event = Event.ok(EventType.FILE_CREATED, Actor.anonymous(odd), FILE);
        assertThat(event.body()).contains("a\ufffdb😀");
    }

    @Test
    void typeNamesAreDottedAndUnique() {
        assertThat(EventType.values())
                .extracting(EventType::word)
                .doesNotHaveDuplicates()
                .allMatch(word -> word.matches("[a-z_]+(\\.[a-z_]+)+"));
        assertThat(EventType.values()).extracting(EventType::description).allMatch(text -> text.endsWith("."));
        for (EventType type : EventType.values()) {
            assertThat(EventType.ofWord(type.word())).contains(type);
        }
        assertThat(EventType.ofWord("file.folded")).isEmpty();
    }

    /** The page for operators is made from the table in code. */
    @Test
    void thePageOfEventsShowsTheTable() throws IOException {
        StringBuilder table = new StringBuilder("| Type | Meaning |\n| --- | --- |\n");
        Arrays.stream(EventType.values()).forEach(type -> table.append("| `")
                .append(type.word())
                .append("` | ")
                .append(type.description())
                .append(" |\n"));
        Path page = Path.of("..", "docs", "events.md");
        assertThat(Files.readString(page))
                .as("docs/events.md has to hold this table:\n%s", table)
                .contains(table);
    }

    @Test
    void cursorsAreOrderedAsEventsAreRead() {
        assertThat(List.of(
                        Cursor.START,
                        new Cursor(1, 0, 5),
                        new Cursor(1, 2, 3),
                        new Cursor(1, 3, 1),
                        new Cursor(2, 0, 1)))
                .isSorted();
        assertThat(Cursor.parse("1.22.333")).isEqualTo(new Cursor(1, 22, 333)).hasToString("1.22.333");
        for (String wrong : new String[] {"", "1.2", "1.2.3.4", "-1.2.3", "1.2.x", "1.2.99999999999999999999"}) {
            assertThatThrownBy(() -> Cursor.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new Cursor(1, -1, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
