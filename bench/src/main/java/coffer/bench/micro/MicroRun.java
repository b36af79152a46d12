package coffer.bench.micro;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs all benchmarks of this package, each in a process of its own, with the server's heap; some minutes. */
public final class MicroRun {

    /** Row 18: what an app password may cost a request, in microseconds. */
    static final double APP_PASSWORD_MICROS = 10;

    private static final int WARM_UPS = 4;
    private static final int ITERATIONS = 5;

    private MicroRun() {}

    /** Returns a table and what became of the goals; {@code scratch} is a directory for data. */
    public static String run(Path scratch) throws RunnerException {
        var options = new OptionsBuilder()
                .include("^coffer\\.bench\\.micro\\.")
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.MICROSECONDS)
                .forks(1)
                .warmupIterations(WARM_UPS)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(ITERATIONS)
                .measurementTime(TimeValue.seconds(1))
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .jvmArgs(
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:+UseCompactObjectHeaders",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-D" + Scratch.PROPERTY + "=" + scratch)
                .build();
        return report(new Runner(options).run());
    }

    private static String report(Collection<RunResult> results) {
        return results.stream()
                .map(result -> {
                    var parameters = result.getParams();
                    var names = parameters.getParamsKeys().stream()
                            .map(key -> key + ": " + parameters.getParam(key))
                            .collect(Collectors.joining(", "));
                    var score = result.getPrimaryResult();
                    return line(
                            parameters.getBenchmark().replaceAll(".*\\.([^.]+\\.[^.]+)$", "$1"),
                            names,
                            score.getScore(),
                            score.getScoreError());
                })
                .collect(Collectors.joining("", "\n## Single paths of the core, µs each (JMH)\n\n", ""));
    }

    /** One benchmark, with its verdict where it has a goal. An app password is looked up again only after two seconds. */
    static String line(String benchmark, String parameters, double micros, double error) {
        var goal = benchmark.equals("Authentication.appPassword") && parameters.contains("used just now")
                ? String.format(
                        Locale.ROOT,
                        "; goal ≤ %.0f µs: %s",
                        APP_PASSWORD_MICROS,
                        micros <= APP_PASSWORD_MICROS ? "reached" : "MISSED")
                : "";
        var name = parameters.isEmpty() ? benchmark : benchmark + " (" + parameters + ")";
        return String.format(Locale.ROOT, "- %s: %.2f ± %.2f%s%n", name, micros, error, goal);
    }
}
