package coffer.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.AccountId;
import coffer.base.Actor;
import coffer.base.Origin;
import coffer.base.SpaceId;
import coffer.db.Partition;
import coffer.db.StoreContract;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The event log on both databases. */
abstract class EventLogContract extends StoreContract {
    private static final Actor ALICE =
            Actor.user(new AccountId(1), "alice", null, new Origin("192.0.2.1", "Agent", "r", "PUT", "/x"));
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123456Z");

    final TurnedClock clock = new TurnedClock(NOON);
    EventLog events;

    @BeforeEach
    void openLog() {
        events = new EventLog(database, clock);
    }

    static Event event(String name) {
        return Event.ok(EventType.FILE_CREATED, ALICE, new Target("file", name, "/" + name, "alice"));
    }

    static Partition space(long id) {
        return Partition.of(new SpaceId(id));
    }

    @Test
    void anEventIsThereExactlyWhenItsChangeIs() {
        database.write(space(1), tx -> {
            events.append(tx, event("kept"));
            return 1;
        });
        assertThatThrownBy(() -> database.write(space(1), tx -> {
                    events.append(tx, event("lost"));
                    throw new IllegalStateException("refused");
                }))
                .hasMessage("refused");
        assertThat(names(Cursor.START)).containsExactly("kept");
    }

    @Test
    void itComesBackWithTypeTimeAndAllItsParts() {
        Event refused = Event.denied(EventType.FILE_WRITTEN, ALICE, Target.NONE, "locked")
                .changed("size", "1", "2");
        events.append(refused);
        clock.turn(Duration.ofMillis(1));
        events.append(event("next"));
        List<LoggedEvent> logged = events.after(Cursor.START, 10);
        assertThat(logged).hasSize(2);
        assertThat(logged.getFirst().event()).contains(refused);
        assertThat(logged.getFirst().time()).isEqualTo(NOON);
        assertThat(logged.getFirst().typeName()).isEqualTo("file.written");
        assertThat(logged.getLast().time()).isEqualTo(NOON.plusMillis(1));
        assertThat(logged).extracting(LoggedEvent::at).isSorted();
    }

    @Test
    void aReaderGoesOnWhereItWasAlsoAfterARestart() {
        events.register("reader");
        events.register("reader");
        assertThat(events.cursor("reader")).isEqualTo(Cursor.START);
        for (int i = 0; i < 5; i++) {
            events.append(event("e" + i));
        }
        Cursor third = events.after(Cursor.START, 3).getLast().at();
        assertThat(advance("reader", third)).isTrue();
        reopen();
        events = new EventLog(database, clock);
        assertThat(events.cursor("reader")).isEqualTo(third);
        assertThat(names(third)).containsExactly("e3", "e4");
    }

    @Test
    void aCursorNeverMovesBack() {
        events.register("reader");
        events.append(event("a"));
        events.append(event("b"));
        List<LoggedEvent> logged = events.after(Cursor.START, 10);
        assertThat(advance("reader", logged.get(1).at())).isTrue();
        assertThat(advance("reader", logged.get(1).at())).isFalse();
        assertThat(advance("reader", logged.get(0).at())).isFalse();
        assertThat(events.cursor("reader")).isEqualTo(logged.get(1).at());
    }

    @Test
    void ofTwoProcessesThatReadOnFromOnePlaceOneAdvances() {
        Cursor one = new Cursor(1, 1, 1);
        Cursor two = new Cursor(1, 1, 2);
        events.register("reader");
        Cursor start = events.cursor("reader");
        assertThat(advance("reader", start, one)).isTrue();
        assertThat(advance("reader", start, two)).isFalse();
        assertThat(events.cursor("reader")).isEqualTo(one);
        assertThat(advance("reader", one, two)).isTrue();
        assertThat(advance("nobody", start, two)).isFalse();
    }

    @Test
    void aReaderNobodyKnowsHasNoCursor() {
        assertThatThrownBy(() -> events.cursor("nobody")).isInstanceOf(IllegalArgumentException.class);
        assertThat(advance("nobody", new Cursor(1, 1, 1))).isFalse();
    }

    @Test
    void answersAreBoundedInNumberAndSize() {
        assertThatThrownBy(() -> events.after(Cursor.START, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> events.after(Cursor.START, EventLog.READ_MAX + 1))
                .isInstanceOf(IllegalArgumentException.class);
        String big = "x".repeat(Event.VALUE_CHARS_MAX);
        Event large = event("large");
        for (int i = 0; i < Event.FIELDS_MAX; i++) {
            large = large.changed("field" + i, big, big);
        }
        int enough = EventLog.READ_CHARS_MAX / large.body().length() + 1;
        for (int i = 0; i < enough + 1; i++) {
            events.append(large);
        }
        List<LoggedEvent> first = events.after(Cursor.START, EventLog.READ_MAX);
        assertThat(first).hasSize(enough);
        assertThat(events.after(first.getLast().at(), EventLog.READ_MAX)).hasSize(1);
    }

    @Test
    void wakeUpsComeAfterTheCommitAndOnlyForWhatWasCommitted() {
        AtomicInteger wakeUps = new AtomicInteger();
        List<Integer> seen = new ArrayList<>();
        events.addWakeUp(wakeUps::incrementAndGet);
        events.append(event("a"));
        seen.add(wakeUps.get());
        database.write(space(1), tx -> tx.update("UPDATE event_epoch SET epoch = epoch"));
        seen.add(wakeUps.get());
        assertThatThrownBy(() -> database.write(space(1), tx -> {
                    events.append(tx, event("b"));
                    throw new IllegalStateException("refused");
                }))
                .hasMessage("refused");
        seen.add(wakeUps.get());
        database.write(space(1), tx -> {
            events.append(tx, event("c"));
            seen.add(wakeUps.get());
            return 1;
        });
        seen.add(wakeUps.get());
        assertThat(seen).containsExactly(1, 1, 1, 1, 2);
    }

    @Test
    void eventsStayUntilEveryReaderHasPassedThemAndTheirTimeIsOver() {
        for (int i = 0; i < 4; i++) {
            events.append(event("e" + i));
            clock.turn(Duration.ofHours(1));
        }
        Instant all = clock.instant();
        assertThat(events.removeExpired(all)).as("without readers").isZero();
        events.register("fast");
        events.register("slow");
        assertThat(events.removeExpired(all)).as("nobody has read").isZero();
        List<LoggedEvent> logged = events.after(Cursor.START, 10);
        advance("fast", logged.get(3).at());
        advance("slow", logged.get(1).at());
        assertThat(events.removeExpired(NOON.plus(Duration.ofHours(1)))).isEqualTo(1);
        assertThat(names(Cursor.START)).containsExactly("e1", "e2", "e3");
        assertThat(events.removeExpired(all)).isEqualTo(1);
        assertThat(names(Cursor.START)).containsExactly("e2", "e3");
        advance("slow", logged.get(3).at());
        assertThat(events.removeExpired(all)).isEqualTo(2);
        assertThat(events.newest()).isEqualTo(logged.get(3).at());

        events.append(event("later"));
        assertThat(events.after(logged.get(3).at(), 10))
                .as("numbers are not used again")
                .hasSize(1)
                .allMatch(next -> next.at().seq() > logged.get(3).at().seq());
    }

    @Test
    void eventsAreRemovedInBoundedTransactionsByTheRetention() throws Exception {
        events.register("reader");
        int count = EventLog.REMOVE_MAX + 3;
        database.write(space(1), tx -> {
            for (int i = 0; i < count; i++) {
                events.append(tx, event("e" + i));
            }
            return count;
        });
        advance("reader", events.newest());
        EventRetention retention = new EventRetention(events, Duration.ofDays(7), clock);
        clock.turn(Duration.ofDays(7));
        assertThat(retention.run()).isEqualTo(BackgroundLoop.Next.WAIT);
        assertThat(events.after(Cursor.START, 1)).as("a second too early").hasSize(1);
        clock.turn(Duration.ofSeconds(1));
        assertThat(retention.run()).isEqualTo(BackgroundLoop.Next.AGAIN);
        assertThat(events.after(Cursor.START, EventLog.READ_MAX)).hasSize(3);
        assertThat(retention.run()).isEqualTo(BackgroundLoop.Next.WAIT);
        assertThat(events.after(Cursor.START, 1)).isEmpty();
    }

    @Test
    void aRaisedEpochPutsLaterEventsBehindAllEarlierOnes() {
        events.append(event("before"));
        Cursor before = events.newest();
        events.raiseEpoch(before.epoch(), "test");
        events.raiseEpoch(before.epoch(), "a second time changes nothing");
        events.append(event("after"));
        List<LoggedEvent> logged = events.after(Cursor.START, 10);
        assertThat(logged)
                .extracting(LoggedEvent::typeName)
                .containsExactly("file.created", "events.epoch.raised", "file.created");
        assertThat(logged).extracting(e -> e.at().epoch()).containsExactly(1L, 2L, 2L);
        assertThat(logged).extracting(LoggedEvent::at).isSorted();
        reopen();
        events = new EventLog(database, clock);
        events.append(event("later"));
        assertThat(events.newest().epoch()).isEqualTo(2);
        assertThat(events.after(before, 10)).hasSize(3);
    }

    /**
     * Many threads write into several spaces, some of their changes fail, and a reader reads all the while: it meets each
     * committed event exactly once, places only grow, and what one thread wrote later comes later.
     */
    @Test
    void whateverIsWrittenConcurrentlyAReaderMeetsEachCommittedEventOnceAndInOrder() throws Exception {
        long seed = System.nanoTime();
        System.out.println("EventLogContract seed " + seed);
        int writers = 8;
        int changes = 60;
        Set<String> committed = ConcurrentHashMap.newKeySet();
        AtomicInteger running = new AtomicInteger(writers);
        List<LoggedEvent> met = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int w = 0; w < writers; w++) {
                Random random = new Random(seed + w);
                String writer = "w" + w;
                all.add(threads.submit(() -> {
                    try {
                        for (int i = 0; i < changes; i++) {
                            committed.addAll(change(writer + "-" + i, random));
                        }
                    } finally {
                        running.decrementAndGet();
                    }
                }));
            }
            Cursor cursor = Cursor.START;
            boolean last = false;
            while (true) {
                List<LoggedEvent> more = events.after(cursor, 7);
                met.addAll(more);
                if (!more.isEmpty()) {
                    cursor = more.getLast().at();
                } else if (last) {
                    break;
                } else {
                    last = running.get() == 0;
                }
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertThat(met).extracting(LoggedEvent::at).isSorted().doesNotHaveDuplicates();
        List<String> names = met.stream().map(EventLogContract::name).toList();
        assertThat(names).doesNotHaveDuplicates();
        assertThat(new HashSet<>(names)).isEqualTo(committed);
        Map<String, Integer> lastOf = new HashMap<>();
        for (String name : names) {
            String[] parts = name.split("-", -1);
            int number = Integer.parseInt(parts[1]);
            assertThat(number).isGreaterThanOrEqualTo(lastOf.getOrDefault(parts[0], -1));
            lastOf.put(parts[0], number);
        }
    }

    /** One change with one to three events, which fails one time in four. Returns the names that were committed. */
    private List<String> change(String name, Random random) {
        int count = 1 + random.nextInt(3);
        boolean fails = random.nextInt(4) == 0;
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(name + "-" + i);
        }
        try {
            database.write(space(random.nextInt(6)), tx -> {
                names.forEach(each -> events.append(tx, event(each)));
                if (fails) {
                    throw new IllegalStateException("fails on purpose");
                }
                return 1;
            });
            return names;
        } catch (IllegalStateException e) {
            assertThat(fails).isTrue();
            return List.of();
        }
    }

    private boolean advance(String reader, Cursor from, Cursor to) {
        return database.write(Partition.GENERAL, tx -> events.advance(tx, reader, from, to));
    }

    boolean advance(String reader, Cursor to) {
        return database.write(Partition.GENERAL, tx -> events.advance(tx, reader, to));
    }

    List<String> names(Cursor after) {
        return events.after(after, EventLog.READ_MAX).stream()
                .map(EventLogContract::name)
                .toList();
    }

    private static String name(LoggedEvent logged) {
        return logged.event().orElseThrow().target().id();
    }
}
