package coffer.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.systemtests.DavClient;
import coffer.systemtests.OcsCalls;
import coffer.systemtests.ServerProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

/**
 * One house under fire. Writers of two accounts change files; at a random moment the server gets a SIGKILL; it is started again, in some
 * rounds killed once more while it starts; then every acknowledged state must be there byte for byte, and what was under way must be
 * wholly done or wholly not. After the last kill the audit log must verify, and sweeping must leave nothing behind.
 */
final class KillRun implements AutoCloseable {

    private static final int WRITERS_PER_ACCOUNT = 4;
    private static final List<String> ACCOUNTS = List.of("anna", "bert");
    private static final int LOAD_MILLIS_MIN = 40;
    private static final int LOAD_MILLIS_MAX = 700;
    private static final int START_MILLIS_MAX = 2_500;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Ground ground;
    private final Random random;
    private final Operator operator;
    private final Map<String, List<Writer>> writers = new LinkedHashMap<>();
    private final Map<String, String> passwords = new LinkedHashMap<>();
    private ServerProcess server;
    private Totals totals = Totals.NONE;

    /**
     * What a run has seen.
     *
     * @param kills SIGKILLs under load
     * @param killsWhileStarting further SIGKILLs while the server was recovering from the one before
     * @param acknowledged changes that the server had said yes to, all of them found
     * @param comebacks those of them that brought something back from the trash bin, or a former content of a file
     * @param doneThoughUnheard changes that had taken place though the kill came before the answer
     */
    record Totals(int kills, int killsWhileStarting, long acknowledged, long comebacks, long doneThoughUnheard) {
        static final Totals NONE = new Totals(0, 0, 0, 0, 0);

        Totals plus(Totals other) {
            return new Totals(
                    kills + other.kills,
                    killsWhileStarting + other.killsWhileStarting,
                    acknowledged + other.acknowledged,
                    comebacks + other.comebacks,
                    doneThoughUnheard + other.doneThoughUnheard);
        }

        @Override
        public String toString() {
            return "%d kills under load (and %d while starting), %d acknowledged changes (%d of them brought something back), 0 lost, 0 torn, 0 left behind, %d done though unheard"
                    .formatted(kills, killsWhileStarting, acknowledged, comebacks, doneThoughUnheard);
        }
    }

    /** What an operator does while the writers work. */
    @FunctionalInterface
    interface Operator {
        Operator NOBODY = (_, begun) -> begun.run();

        /**
         * Works until the server is killed, and then returns.
         *
         * @param begun to be run once something was done; the server is not killed before
         */
        void work(ServerProcess.Settings settings, Runnable begun) throws Exception;
    }

    KillRun(Ground ground, long seed) throws IOException {
        this(ground, seed, Operator.NOBODY);
    }

    KillRun(Ground ground, long seed, Operator operator) throws IOException {
        this.ground = ground;
        this.operator = operator;
        this.random = new Random(seed);
        this.server = start();
        try (var admin = server.admin()) {
            for (var account : ACCOUNTS) {
                OcsCalls.createUser(admin, account, "password-of-" + account);
                passwords.put(account, OcsCalls.appPassword(server.address(), account, "password-of-" + account));
            }
        }
        int number = 0;
        for (var account : ACCOUNTS) {
            var own = new ArrayList<Writer>();
            try (var dav = client(account)) {
                for (int i = 0; i < WRITERS_PER_ACCOUNT; i++) {
                    var writer = new Writer(number++, random.nextLong());
                    writer.begin(dav);
                    own.add(writer);
                }
            }
            writers.put(account, own);
        }
    }

    private ServerProcess start() throws IOException {
        return ServerProcess.start(settings());
    }

    private ServerProcess.Settings settings() throws IOException {
        return ground.settings()
                .withJvmOptions(Ground.quickStart().toArray(String[]::new))
                .withServeOptions("--versions-keep", Versions.KEEP_ALL);
    }

    private DavClient client(String account) {
        return new DavClient(server.address(), account, passwords.getOrDefault(account, ""));
    }

    /** Kills the server so many times under load; throws at the first loss. */
    Totals run(int kills) throws Exception {
        for (int kill = 0; kill < kills; kill++) {
            try {
                workAndKill();
                int again = restart();
                long unheard = check();
                totals = totals.plus(new Totals(1, again, 0, 0, unheard));
            } catch (AssertionError | Exception e) {
                throw new AssertionError("at kill " + kill + ":\n" + server.output(), e);
            }
        }
        var verified = ServerProcess.command(settings(), "audit", "verify");
        assertThat(verified.status()).as(verified.output()).isZero();
        server.stop();
        Leftovers.check(settings());
        return totals.plus(new Totals(0, 0, sum(Writer::acknowledgements), sum(Writer::comebacks), 0));
    }

    private long sum(ToLongFunction<Writer> count) {
        return writers.values().stream().flatMap(List::stream).mapToLong(count).sum();
    }

    private void workAndKill() throws Exception {
        var first = new CountDownLatch(1);
        var operated = new CountDownLatch(1);
        var answered = new AtomicLong();
        var clients = new ArrayList<DavClient>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var working = new ArrayList<Future<?>>();
            var settings = settings();
            working.add(threads.submit(() -> {
                operator.work(settings, operated::countDown);
                return null;
            }));
            for (var account : ACCOUNTS) {
                var dav = client(account);
                clients.add(dav);
                for (var writer : writers.getOrDefault(account, List.of())) {
                    working.add(threads.submit(() -> writer.work(dav, _ -> {
                        answered.incrementAndGet();
                        first.countDown();
                    })));
                }
            }
            boolean begun = first.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    && operated.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (!begun) {
                // As long as the server lives its writers go on, and nothing comes to an end.
                server.kill();
                rethrow(working.getFirst());
            }
            assertThat(begun)
                    .as("a first answer, and what the operator does first")
                    .isTrue();
            // The moment of the kill is the input of this test.
            TimeUnit.MICROSECONDS.sleep(
                    1000L * LOAD_MILLIS_MIN + random.nextInt(1000 * (LOAD_MILLIS_MAX - LOAD_MILLIS_MIN)));
            server.kill();
            clients.forEach(DavClient::close);
            for (var writer : working) {
                rethrow(writer);
            }
        }
        assertThat(answered.get()).isPositive();
        ground.afterKill(random);
    }

    private static void rethrow(Future<?> writer) throws Exception {
        try {
            writer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AssertionError error) {
                throw error;
            }
            throw e;
        }
    }

    /** Starts the server again; sometimes it is killed while it starts, before or after it has become ready, and nobody has worked. */
    private int restart() throws IOException, InterruptedException {
        int again = 0;
        while (random.nextInt(5) == 0) {
            server = ServerProcess.launch(settings());
            server.awaitReady(Duration.ofMillis(random.nextInt(START_MILLIS_MAX)));
            server.kill();
            ground.afterKill(random);
            again++;
        }
        server = start();
        return again;
    }

    private long check() throws IOException {
        long unheard = 0;
        for (var account : ACCOUNTS) {
            try (var dav = client(account)) {
                long expected = 0;
                for (var writer : writers.getOrDefault(account, List.of())) {
                    if (writer.check(dav)) {
                        unheard++;
                    }
                    expected += writer.sizeBytes();
                }
                var root = dav.list(dav.filesRoot() + "/", 0).getFirst();
                assertThat(root.property("size")).as("size of all files").isEqualTo(Long.toString(expected));
                assertThat(root.property("quota-used-bytes")).as("used quota").isEqualTo(Long.toString(expected));
            }
        }
        return unheard;
    }

    @Override
    public void close() {
        server.close();
        ground.close();
    }
}
