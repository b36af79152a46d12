package coffer.accounts;

import coffer.events.EventType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Which refusals are written down: of one kind and network one a minute, because such answers cost an attacker nothing
 * and would fill the disk. Thread-safe; two at the very same moment may both be written.
 */
final class QuietEvents {
    static final Duration EVERY = Duration.ofMinutes(1);

    /** Remembered at the same time; a forgotten one is written down again. */
    private static final int REMEMBERED_MAX = 10_000;

    private final FreshMap<Key, Instant> written = new FreshMap<>(REMEMBERED_MAX);
    private final Clock clock;

    private record Key(EventType type, Network network) {}

    QuietEvents(Clock clock) {
        this.clock = clock;
    }

    /** Whether the refusal that happens now is to be written; if so, the next ones of its kind are not. */
    boolean isDue(EventType type, Network network) {
        Key key = new Key(type, network);
        Instant now = clock.instant();
        Optional<Instant> last = written.get(key);
        boolean due = last.isEmpty() || Duration.between(last.get(), now).compareTo(EVERY) >= 0;
        if (due) {
            written.put(key, now);
        }
        return due;
    }
}
