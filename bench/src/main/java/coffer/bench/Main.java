package coffer.bench;

import coffer.bench.memory.MemoryRun;
import coffer.bench.micro.MicroRun;
import coffer.bench.rows.Row;
import coffer.bench.rows.Rows;
import coffer.bench.rows.Scale;
import coffer.bench.servers.Apache;
import coffer.bench.servers.Coffer;
import coffer.bench.servers.Kind;
import coffer.bench.servers.Nginx;
import coffer.bench.servers.Running;
import coffer.bench.servers.Server;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./bench.sh}. */
@Command(
        name = "bench.sh",
        mixinStandardHelpOptions = true,
        description = "Measures Coffer beside other WebDAV servers: rates, latencies, processor time, memory, syncs.")
public final class Main implements Callable<Integer> {

    private static final int QUICK_ROUNDS = 3;
    private static final int FULL_ROUNDS = 3;
    private static final int FAILED = 1;
    private static final Path TARGET = Path.of("bench", "target");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything else runs
    private CommandSpec spec;

    @Option(names = "--quick", description = "About half an hour, large files of 256 MiB, 3 rounds. The default.")
    private boolean quick;

    @Option(
            names = "--full",
            description =
                    "Longer loads, large files of 1 GiB, accounts of 10 million files, 3 rounds: for figures to keep; some 45 minutes.")
    private boolean full;

    @Option(
            names = "--rows",
            paramLabel = "LIST",
            description = "Such as 1,3-6. Default: all; without --full all but the longest. 16 comes always.")
    private String rows = "";

    @Option(
            names = "--servers",
            paramLabel = "LIST",
            description = "Some of coffer, coffer-pg, apache, nginx. Default: all; with --url: none.")
    private @Nullable String servers;

    @Option(names = "--rounds", paramLabel = "N", description = "Rounds of each row.")
    private int rounds;

    @Option(names = "--url", paramLabel = "URL", description = "Another server's collection, beginning with http://.")
    private @Nullable URI url;

    @Option(names = "--user", paramLabel = "NAME", description = "Who to be there.")
    private String user = "";

    @Option(
            names = "--password",
            paramLabel = "PASSWORD",
            description = "The password there; better in the environment as COFFER_BENCH_PASSWORD.")
    private @Nullable String password;

    @Option(
            names = "--pid",
            split = ",",
            paramLabel = "PID",
            description = "The first processes of the server at --url, if it runs here.")
    private List<Long> pids = List.of();

    @Option(names = "--data", paramLabel = "DIR", description = "Where servers keep data; on a real disk.")
    private Path data = Path.of("bench", "target", "data");

    @Option(
            names = "--guard",
            paramLabel = "FILE",
            description = "An earlier bench.json: status 1 if ratios to the other servers became worse.")
    private @Nullable Path guard;

    @Option(
            names = "--memory",
            arity = "0..1",
            fallbackValue = "30",
            paramLabel = "MINUTES",
            description = "Instead of rows: mixed load, and whether memory grows. Default: 30.")
    private int memoryMinutes;

    @Option(names = "--micro", description = "Instead of rows: benchmarks of single paths of the core (JMH).")
    private boolean micro;

    /** Measures and ends with status 1 if a row failed; a missed goal is a result and no failure. */
    public static void main(String... arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        var project = Path.of("").toAbsolutePath();
        // A directory of our own, because it is emptied.
        var home = data.toAbsolutePath().resolve("coffer-bench");
        List<Row> wanted;
        List<Kind> kinds;
        try {
            if (quick && full) {
                throw new IllegalArgumentException("--quick and --full exclude each other");
            }
            if (memoryMinutes == 1) {
                throw new IllegalArgumentException("--memory needs two minutes at least to see a slope");
            }
            wanted = Selection.rows(Rows.all(), rows, full);
            kinds = kinds();
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        // Read first: it may be the file that this run writes.
        var earlier = guard == null ? "" : Files.readString(guard);
        delete(home);
        Files.createDirectories(home);
        if (micro) {
            return micro(home);
        }
        var scale = full ? Scale.full(project, home) : Scale.quick(project, home);
        try (var started = new Servers(problem -> print(spec.commandLine().getErr(), problem))) {
            for (var kind : kinds) {
                started.add(start(kind, project, home.resolve(kind.word())));
            }
            if (memoryMinutes > 0) {
                return memory(started.all().getFirst(), project);
            }
            return measure(started.all(), wanted, scale, earlier);
        } finally {
            delete(home);
        }
    }

    private List<Kind> kinds() {
        var kinds = new ArrayList<Kind>();
        if (memoryMinutes > 0) {
            return List.of(Kind.COFFER);
        }
        if (servers != null) {
            kinds.addAll(Selection.servers(servers));
        } else if (url == null) {
            kinds.addAll(List.of(Kind.COFFER, Kind.COFFER_PG, Kind.APACHE, Kind.NGINX));
        }
        if (url != null) {
            kinds.add(Kind.URL);
        }
        return kinds;
    }

    private Server start(Kind kind, Path project, Path home) throws IOException {
        return switch (kind) {
            case COFFER -> Coffer.onSqlite(project, home);
            case COFFER_PG -> Coffer.onPostgres(project, home);
            case APACHE -> Apache.start(home);
            case NGINX -> Nginx.start(home);
            case URL -> {
                var secret = Optional.ofNullable(password)
                        .or(() -> Optional.ofNullable(System.getenv("COFFER_BENCH_PASSWORD")))
                        .orElse("");
                yield Running.at(java.util.Objects.requireNonNull(url), user, secret, pids);
            }
        };
    }

    private int memory(Server server, Path project) throws IOException {
        var target = Files.createDirectories(project.resolve(TARGET));
        print(spec.commandLine().getOut(), new MemoryRun(server, target).run(Duration.ofMinutes(memoryMinutes)));
        return 0;
    }

    private int micro(Path home) throws Exception {
        print(spec.commandLine().getOut(), MicroRun.run(home));
        delete(home);
        return 0;
    }

    private int measure(List<Server> started, List<Row> wanted, Scale scale, String earlier)
            throws IOException, InterruptedException {
        var out = spec.commandLine().getOut();
        var err = spec.commandLine().getErr();
        var times = rounds > 0 ? rounds : full ? FULL_ROUNDS : QUICK_ROUNDS;
        var run = (full ? "full" : "quick") + ", rounds: " + times + ", Coffer's JVM with: "
                + Coffer.javaOptions().strip();
        var machine = Machine.describe(scale.project(), scale.home(), Clock.systemUTC());
        var report = new StringBuilder(Report.head(machine, run));
        print(out, report.toString());
        var bench = new Bench(started, scale, times, line -> print(err, "… " + line + "\n"));
        var measured = bench.run(wanted, row -> {
            report.append(Report.row(row));
            print(out, Report.row(row));
        });
        report.append(Report.summary(measured));
        print(out, Report.summary(measured));
        var target = Files.createDirectories(scale.project().resolve(TARGET));
        Files.writeString(target.resolve("bench.md"), report);
        var json = JsonReport.of(machine, run, measured);
        Files.writeString(target.resolve("bench.json"), json);
        if (!earlier.isEmpty()) {
            var findings = Guard.compare(earlier, json);
            print(out, findings.text());
            if (!findings.worse().isEmpty()) {
                return FAILED;
            }
        }
        return measured.stream().allMatch(row -> row.results().failures().isEmpty()) ? 0 : FAILED;
    }

    private static void print(PrintWriter to, String text) {
        to.print(text);
        to.flush();
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(directory)) {
            for (var path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
