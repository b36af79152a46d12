package coffer.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RawTargetsTest {

    @Test
    @Timeout(60)
    void aConnectionIsNotReadOnByAnotherThreadWhileOneStillReads() throws Exception {
        var threads = new OrderedThreads();
        var engine = new Server(threads);
        try {
            var connector = new ServerConnector(engine, 1, 1, new RawTargets(new HttpConfiguration()));
            engine.addConnector(connector);
            engine.start();
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), connector.getLocalPort());
            try (var client = new RawClient(address)) {
                client.send("G\u0001T / HTTP/1.1\r\nHost: h\r\n\r\nGET /second HTTP/1.1\r\nHost: h\r\n\r\n");

                assertThat(client.read().status()).isEqualTo(400);
                assertThat(threads.overtook.get(30, TimeUnit.SECONDS)).isFalse();
                assertThat(client.ended()).isTrue();
            }
        } finally {
            engine.stop();
        }
    }

    /**
     * The thread that met the error does not go on before the one that answers it has handed the connection to a third,
     * and that has come as far as it can.
     */
    private static final class OrderedThreads extends QueuedThreadPool {
        /** Whether the third was through with the connection before the first. */
        final CompletableFuture<Boolean> overtook = new CompletableFuture<>();

        private final CompletableFuture<Thread> third = new CompletableFuture<>();

        @Override
        public void execute(Runnable job) {
            if (job instanceof HttpConnection) {
                third.complete(Thread.ofPlatform().start(job));
            } else {
                super.execute(job);
            }
        }

        @Override
        public boolean tryExecute(Runnable job) {
            if (!job.getClass().getName().contains("HttpChannelState")) {
                return super.tryExecute(job);
            }
            Thread.ofPlatform().start(job);
            var reader = third.join();
            while (reader.getState() != Thread.State.WAITING && reader.isAlive()) {
                Thread.onSpinWait();
            }
            overtook.complete(!reader.isAlive());
            return true;
        }
    }
}
