package coffer.bench;

import coffer.bench.rows.Results;
import coffer.bench.rows.Row;
import coffer.bench.rows.Scale;
import coffer.bench.servers.Server;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The run: row by row, and within a row round by round, each server in its turn, so that what the machine does meanwhile meets all of them. */
final class Bench {

    /** What a server that was just started still does, such as compiling and opening, is not its idle state. */
    private static final int SETTLE_SECONDS = 15;

    private final List<Server> servers;
    private final Scale scale;
    private final int rounds;
    private final Consumer<String> progress;

    Bench(List<Server> servers, Scale scale, int rounds, Consumer<String> progress) {
        this.servers = servers;
        this.scale = scale;
        this.rounds = rounds;
        this.progress = progress;
    }

    /** Measures; {@code each} gets every row as soon as it is done, memory last. */
    List<Measured> run(List<Row> rows, Consumer<Measured> each) throws IOException, InterruptedException {
        var memory = new MemoryLog();
        TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        readMemory(memory);
        var all = new ArrayList<Measured>();
        for (var row : rows) {
            var asked = servers.stream().filter(row::suits).toList();
            if (asked.isEmpty()) {
                continue;
            }
            var measured = new Measured(row.number(), row.title(), row.goals(scale), measure(row, asked));
            readMemory(memory);
            all.add(measured);
            each.accept(measured);
        }
        var last = memory.row();
        all.add(last);
        each.accept(last);
        return all;
    }

    private Results measure(Row row, List<Server> asked) {
        var results = new Results();
        for (var server : asked) {
            attempt(row, server, results, "preparing", () -> row.prepare(server, scale));
        }
        for (int i = 0; i < rounds; i++) {
            var round = i;
            for (var server : asked) {
                attempt(
                        row,
                        server,
                        results,
                        "round " + (round + 1),
                        () -> results.add(server.kind(), row.measure(server, scale, round)));
            }
        }
        return results;
    }

    /** A failure is a result too: it stands in the report, fails the run at its end, and the other servers go on. */
    private void attempt(Row row, Server server, Results results, String what, Step step) {
        if (results.failed(server.kind())) {
            return;
        }
        progress.accept("row %s, %s, %s".formatted(row.number(), server.kind(), what));
        try {
            step.run();
        } catch (IOException e) {
            results.fail(server.kind(), what + ": " + e);
        }
    }

    private void readMemory(MemoryLog memory) throws IOException {
        for (var server : servers) {
            memory.read(server);
        }
    }

    private interface Step {
        void run() throws IOException;
    }
}
