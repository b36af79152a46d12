package coffer.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Processes and all that descend from them, as {@code /proc} shows them now; nothing for a server elsewhere.
 *
 * <p>Differences of two readings are right also when processes come and go between them: the kernel adds what an ended child used to its
 * parent.
 */
public record ProcessTree(Path proc, List<Long> roots) {

    /** What {@code getconf CLK_TCK} answers on every Linux that runs on PCs and servers. */
    private static final double TICKS_A_SECOND = 100;

    public static ProcessTree of(Long... roots) {
        return new ProcessTree(Path.of("/proc"), List.of(roots));
    }

    /** Whether there is anything to read. */
    public boolean isVisible() {
        return !roots.isEmpty();
    }

    /** The processes there are now. */
    public Set<Long> pids() throws IOException {
        return stats().keySet();
    }

    /** Processor time used so far, in seconds, in steps of a hundredth. */
    public double cpuSeconds() throws IOException {
        return stats().values().stream().mapToLong(ProcStat::ticks).sum() / TICKS_A_SECOND;
    }

    /** The same of the first processes alone, without their descendants that still run. */
    public double ownCpuSeconds() throws IOException {
        var stats = stats();
        return roots.stream()
                        .flatMap(pid -> Optional.ofNullable(stats.get(pid)).stream())
                        .mapToLong(ProcStat::ticks)
                        .sum()
                / TICKS_A_SECOND;
    }

    /** Bytes that were caused to be written to storage so far. */
    public long writtenBytes() throws IOException {
        long sum = 0;
        for (var pid : pids()) {
            sum += read(pid, "io", ProcessTree::writtenBytes).orElse(0L);
        }
        return sum;
    }

    public Memory memory() throws IOException {
        var sum = Memory.NONE;
        for (var pid : pids()) {
            sum = sum.plus(read(pid, "smaps_rollup", Memory::parse).orElse(Memory.NONE));
        }
        return sum;
    }

    /** The most that the trees' first processes ever held at once (VmHWM), added up; of one process it is exact. */
    public long peakRssBytes() throws IOException {
        long sum = 0;
        for (var pid : roots) {
            sum += read(pid, "status", ProcessTree::peakRss).orElse(0L);
        }
        return sum;
    }

    static long writtenBytes(String io) {
        return labelled(io, "write_bytes:").orElse(0);
    }

    static long peakRss(String status) {
        return labelled(status, "VmHWM:").orElse(0) * 1024;
    }

    private static OptionalLong labelled(String text, String label) {
        return text.lines()
                .filter(line -> line.startsWith(label))
                .mapToLong(line ->
                        Long.parseLong(line.substring(label.length()).strip().split("\\s", -1)[0]))
                .findFirst();
    }

    private Map<Long, ProcStat> stats() throws IOException {
        var all = new HashMap<Long, ProcStat>();
        for (var pid : numbered()) {
            read(pid, "stat", ProcStat::parse).flatMap(stat -> stat).ifPresent(stat -> all.put(pid, stat));
        }
        var ours = new LinkedHashSet<Long>(roots);
        boolean more = true;
        while (more) {
            more = false;
            for (var stat : all.values()) {
                more |= ours.contains(stat.parent()) && ours.add(stat.pid());
            }
        }
        all.keySet().retainAll(ours);
        return all;
    }

    private List<Long> numbered() throws IOException {
        if (!isVisible()) {
            return List.of();
        }
        var pids = new ArrayList<Long>();
        try (Stream<Path> entries = Files.list(proc)) {
            entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.chars().allMatch(Character::isDigit))
                    .forEach(name -> pids.add(Long.parseLong(name)));
        }
        return pids;
    }

    /** Empty when the process has ended meanwhile. */
    private <T> Optional<T> read(long pid, String file, Function<String, T> parse) {
        try {
            return Optional.of(parse.apply(
                    Files.readString(proc.resolve(Long.toString(pid)).resolve(file))));
        } catch (IOException _) {
            return Optional.empty(); // it has ended, or is a zombie
        }
    }
}
