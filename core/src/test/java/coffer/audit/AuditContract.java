package coffer.audit;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.base.AccountId;
import coffer.base.Actor;
import coffer.base.Origin;
import coffer.db.Partition;
import coffer.db.StoreContract;
import coffer.events.BackgroundLoop.Next;
import coffer.events.Event;
import coffer.events.EventLog;
import coffer.events.EventType;
import coffer.events.Target;
import coffer.events.TurnedClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An installation with an audit log, and what its tests do to it. */
abstract class AuditContract extends StoreContract {
    static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    static final LocalDate DAY = LocalDate.parse("2026-11-22");

    private static final Actor ALICE = Actor.user(
            new AccountId(12), "alice", 5L, new Origin("192.0.2.1", "Agent/1", "req", "PUT", "/dav/files/{path}"));

    final TurnedClock clock = new TurnedClock(NOON);
    final FailingDisk disk = new FailingDisk();
    AuditPlaces places;
    FailingDatabase wrapped;
    EventLog events;
    private @Nullable AuditLog log;

    @BeforeEach
    void makeHouse() {
        places = AuditPlaces.in(directory.resolve("data"));
        wrapped = new FailingDatabase(database);
        events = new EventLog(database, clock);
    }

    @AfterEach
    void closeLog() throws IOException {
        disk.heal();
        wrapped.failing = false;
        AuditLog open = log;
        if (open != null) {
            open.close();
        }
    }

    AuditLog open() throws IOException {
        AuditLog open = AuditLog.open(places, wrapped, events, clock, new SecureRandom(), disk);
        log = open;
        return open;
    }

    /** The process dies: nothing is closed or written any more. */
    void die() {
        log = null;
    }

    void append(String... names) {
        for (String name : names) {
            events.append(event(name));
        }
    }

    /** Events {@code from} up to but without {@code to}, in one transaction. */
    void appendMany(int from, int to) {
        database.write(Partition.GENERAL, tx -> {
            for (int i = from; i < to; i++) {
                events.append(tx, event("e" + i));
            }
            return to;
        });
    }

    static Event event(String name) {
        return Event.ok(EventType.FILE_CREATED, ALICE, new Target("file", name, "/" + name, "alice"));
    }

    static void drain(AuditLog log) throws IOException {
        while (log.run() == Next.AGAIN) {
            Thread.onSpinWait();
        }
    }

    AuditState state() {
        return database.read(AuditState::in).orElseThrow();
    }

    Verdict verify() throws IOException {
        return AuditVerifier.verify(AuditVerifier.Question.all(places));
    }

    Verdict verifyWithDatabase() throws IOException {
        return AuditVerifier.verify(new AuditVerifier.Question(places, null, null, null, state()));
    }

    void assertIntact() throws IOException {
        assertThat(verify()).isInstanceOf(Verdict.Intact.class);
        assertThat(verifyWithDatabase()).isInstanceOf(Verdict.Intact.class);
    }

    /** All entries of all days, in the order of the files. */
    List<AuditEntry> entries() throws IOException {
        List<AuditEntry> entries = new ArrayList<>();
        for (LocalDate day : places.days()) {
            for (String line : lines(places.segment(day))) {
                try {
                    entries.add(AuditEntry.parse(line.getBytes(StandardCharsets.UTF_8)));
                } catch (MalformedLine e) {
                    throw new AssertionError(line, e);
                }
            }
        }
        return entries;
    }

    /** The names of the events in the log, without what the log itself has to say. */
    List<String> names() throws IOException {
        return entries().stream()
                .filter(entry -> entry.type().equals("file.created"))
                .map(entry -> entry.target().substring(1))
                .toList();
    }

    List<String> types() throws IOException {
        return entries().stream().map(AuditEntry::type).toList();
    }

    static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file);
    }

    static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (var files = Files.list(to)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        try (var files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
