package coffer.bench.micro;

import coffer.accounts.AuthResult;
import coffer.accounts.IssueResult;
import coffer.base.Actor;
import coffer.base.Origin;
import coffer.base.Secret;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** An app password with each request: one that was used just now, and one that nobody used for some seconds. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH calls what is marked with Setup first
public class Authentication {

    /** Longer than a look-up is believed. */
    private static final Duration STALE = Duration.ofSeconds(3);

    /** Used in turn. More of them would measure the record of each one's first use in a day, which the hurried clock makes a frequent one. */
    private static final int USED = 10;

    private static final Origin ORIGIN = Origin.local("bench");

    /** App passwords of the account. */
    @Param({"1", "10000"})
    public int passwords;

    @Param({"used just now", "not used for seconds"})
    public String state;

    private House house;
    private List<Secret> secrets;
    private int next;

    /** Issues the passwords, many at a time. */
    @Setup(Level.Trial)
    public void open() throws IOException, InterruptedException, ExecutionException {
        house = House.open(
                Scratch.directory(), state.equals("used just now") ? Clock.systemUTC() : new HurriedClock(STALE));
        var admin = house.accounts().accounts().byUid("admin").orElseThrow();
        Callable<Secret> issue = () -> {
            var issued = house.accounts().appPasswords().issue(Actor.operator("bench"), admin.id(), "admin", "bench");
            return ((IssueResult.Issued) issued).secret();
        };
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            secrets = executor
                    .invokeAll(
                            IntStream.range(0, passwords).mapToObj(_ -> issue).toList())
                    .stream()
                    .map(Future::resultNow)
                    .toList();
        }
    }

    /** Some of them in turn, far from each other. */
    @Benchmark
    public AuthResult appPassword() {
        var secret = secrets.get(next++ % USED * passwords / USED);
        var result = house.accounts().authenticator().basic("admin", secret, ORIGIN);
        if (!(result instanceof AuthResult.Authenticated)) {
            throw new IllegalStateException("not let in: " + result);
        }
        return result;
    }

    @TearDown(Level.Trial)
    public void close() {
        secrets.forEach(Secret::close);
        house.close();
    }
}
