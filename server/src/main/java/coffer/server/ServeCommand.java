package coffer.server;

import coffer.events.EventType;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code coffer serve}: runs the server until it is told to stop. */
@Command(
        name = ServeCommand.NAME,
        mixinStandardHelpOptions = true,
        description = "Starts the server. Stops within 10 seconds on SIGTERM, after finishing what is under way.")
final class ServeCommand implements Callable<Integer> {
    static final String NAME = "serve";
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);
    private static final long STOP_SECONDS_MAX = 10;

    private @Nullable Settings settings;
    private @Nullable String adminPassword;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything else runs
    private CommandSpec spec;

    void configure(Settings effective, @Nullable String firstPassword) {
        settings = effective;
        adminPassword = firstPassword;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (settings == null) {
            throw new IllegalStateException("serve was run without its settings");
        }
        LOG.info("Starting: {}", settings.describe());
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> waitForEnd(stop, stopped), "stop"));
        PrintWriter out = spec.commandLine().getOut();
        try (Core core = Core.open(settings)) {
            FirstStart.administrator(core.accounts().accounts(), adminPassword, out);
            core.warnings().forEach(LOG::warn);
            core.startUpkeep();
            try (House house = House.open(core, settings)) {
                core.note(EventType.SERVER_STARTED);
                out.println("Coffer is ready at " + house.address());
                out.flush();
                core.warmUp();
                stop.await();
                LOG.info("Stopping");
            }
            core.note(EventType.SERVER_STOPPED);
        } finally {
            stopped.countDown();
        }
        return 0;
    }

    /** Runs when the process is told to end, and keeps it until the server has closed, but not for ever. */
    private static void waitForEnd(CountDownLatch stop, CountDownLatch stopped) {
        stop.countDown();
        try {
            if (!stopped.await(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                // What was acknowledged is on disk; what was not is the client's to repeat.
                LOG.warn("Stopping took longer than {} s and was cut short", STOP_SECONDS_MAX);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
