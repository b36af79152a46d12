package coffer.server.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections whose client began a request and does not finish its header: the idle limit alone can be stretched
 * for ever with one byte a minute. Watches the byte counter of each connection between its requests.
 */
final class HeaderDeadline extends AbstractLifeCycle implements Connection.Listener {
    /** How often it looks, as a part of the deadline. */
    private static final int LOOKS_PER_DEADLINE = 8;

    private final Scheduler scheduler;
    private final long deadlineNanos;
    private final Map<Connection, Watch> watches = new ConcurrentHashMap<>();

    HeaderDeadline(Scheduler scheduler, Duration deadline) {
        this.scheduler = scheduler;
        this.deadlineNanos = deadline.toNanos();
    }

    @Override
    protected void doStart() {
        lookLater();
    }

    @Override
    public void onOpened(Connection connection) {
        watches.put(connection, new Watch());
    }

    @Override
    public void onClosed(Connection connection) {
        watches.remove(connection);
    }

    void requestBegan(Connection connection) {
        Watch watch = watches.get(connection);
        if (watch != null) {
            watch.handling = true;
        }
    }

    void requestEnded(Connection connection) {
        Watch watch = watches.get(connection);
        if (watch != null) {
            watch.bytesBefore = connection.getBytesIn();
            watch.waiting = false;
            watch.handling = false;
        }
    }

    private void lookLater() {
        scheduler.schedule(this::look, deadlineNanos / LOOKS_PER_DEADLINE, TimeUnit.NANOSECONDS);
    }

    private void look() {
        if (!isRunning()) {
            return;
        }
        long now = System.nanoTime();
        watches.forEach((connection, watch) -> {
            if (watch.overdue(connection.getBytesIn(), now, deadlineNanos)) {
                connection.getEndPoint().close();
            }
        });
        lookLater();
    }

    /** What is known of one connection. Written by its request's thread while handling, by the scheduler's otherwise. */
    private static final class Watch {
        private volatile boolean handling;
        private volatile boolean waiting;
        private volatile long bytesBefore;
        private volatile long sinceNanos;

        boolean overdue(long bytesIn, long now, long deadlineNanos) {
            if (handling || bytesIn == bytesBefore) {
                waiting = false;
                return false;
            }
            if (!waiting) {
                waiting = true;
                sinceNanos = now;
                return false;
            }
            return now - sinceNanos > deadlineNanos;
        }
    }
}
