package coffer.server.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections whose client began something and does not finish it: a TLS handshake, or the header of a request.
 * The idle limit alone can be stretched for ever with one byte a minute. Watches the byte counter of each connection
 * while it has no request.
 *
 * <p>On an HTTP/2 connection bytes between requests may also be harmless small change (pings, settings), so that it gets
 * the longer time of an idle connection and a proper farewell.
 */
final class HeaderDeadline extends AbstractLifeCycle implements Connection.Listener {
    /** How often it looks, as a part of the shorter of the two times. */
    private static final int LOOKS_PER_DEADLINE = 8;

    private final Scheduler scheduler;
    private final long deadlineNanos;
    private final long idleNanos;
    private final Map<Connection, Watch> watches = new ConcurrentHashMap<>();

    HeaderDeadline(Scheduler scheduler, Duration deadline, Duration idle) {
        this.scheduler = scheduler;
        this.deadlineNanos = deadline.toNanos();
        this.idleNanos = idle.toNanos();
    }

    @Override
    protected void doStart() {
        lookLater();
    }

    @Override
    public void onOpened(Connection connection) {
        if (connection instanceof SslConnection) {
            watches.put(connection, new Watch(deadlineNanos));
        } else if (connection instanceof HttpConnection || connection instanceof HTTP2Connection) {
            if (connection.getEndPoint() instanceof SslConnection.SslEndPoint endPoint) {
                // The handshake is over; from here on the bytes inside count.
                watches.remove(endPoint.getSslConnection());
            }
            watches.put(connection, new Watch(connection instanceof HTTP2Connection ? idleNanos : deadlineNanos));
        }
    }

    @Override
    public void onClosed(Connection connection) {
        watches.remove(connection);
    }

    void requestBegan(Connection connection) {
        Watch watch = watches.get(connection);
        if (watch != null) {
            watch.handling.incrementAndGet();
        }
    }

    void requestEnded(Connection connection) {
        Watch watch = watches.get(connection);
        if (watch != null) {
            watch.bytesBefore = connection.getBytesIn();
            watch.waiting = false;
            watch.handling.decrementAndGet();
        }
    }

    private void lookLater() {
        long pause = Math.min(deadlineNanos, idleNanos) / LOOKS_PER_DEADLINE;
        scheduler.schedule(this::look, pause, TimeUnit.NANOSECONDS);
    }

    private void look() {
        if (!isRunning()) {
            return;
        }
        long now = System.nanoTime();
        watches.forEach((connection, watch) -> {
            if (watch.overdue(connection.getBytesIn(), now)) {
                end(connection);
            }
        });
        lookLater();
    }

    private static void end(Connection connection) {
        if (connection instanceof HTTP2Connection http2) {
            http2.getSession().close(ErrorCode.NO_ERROR.code, "idle", Callback.NOOP);
        } else {
            connection.getEndPoint().close();
        }
    }

    /** What is known of one connection. Written by its requests' threads while they last, by the scheduler's otherwise. */
    private static final class Watch {
        private final long deadlineNanos;
        private final AtomicInteger handling = new AtomicInteger();
        private volatile boolean waiting;
        private volatile long bytesBefore;
        private volatile long sinceNanos;

        Watch(long deadlineNanos) {
            this.deadlineNanos = deadlineNanos;
        }

        boolean overdue(long bytesIn, long now) {
            if (handling.get() > 0 || bytesIn == bytesBefore) {
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
