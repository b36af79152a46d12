package coffer.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read from {@code /proc}, of made-up processes and of this one. */
class ProcessTreeTest {

    @TempDir
    Path proc;

    private void process(long pid, String name, long parent, String times) throws IOException {
        var directory = Files.createDirectories(proc.resolve(Long.toString(pid)));
        var stat =
                pid + " (" + name + ") S " + parent + " 1 1 0 -1 4194304 100 0 0 0 " + times + " 20 0 1 0 1234 1000 50";
        Files.writeString(directory.resolve("stat"), stat);
        Files.writeString(directory.resolve("io"), "rchar: 1\nwrite_bytes: 4096\ncancelled_write_bytes: 7\n");
        Files.writeString(
                directory.resolve("smaps_rollup"),
                "55-7f ---p 00000000 00:00 0    [rollup]\nRss:                2048 kB\nPss:                1024 kB\nPss_Anon: 9 kB\n");
        Files.writeString(directory.resolve("status"), "Name:\tx\nVmHWM:\t    3000 kB\nVmRSS:\t 1 kB\n");
    }

    @Test
    void descendantsCountAndStrangersDoNot() throws IOException {
        process(10, "server", 1, "100 20 3 4");
        process(11, "worker", 10, "50 5 0 0");
        process(12, "grand child", 11, "7 0 0 0");
        process(13, "stranger", 1, "9999 0 0 0");
        Files.createDirectories(proc.resolve("self"));
        var tree = new ProcessTree(proc, List.of(10L));

        assertThat(tree.pids()).containsExactlyInAnyOrder(10L, 11L, 12L);
        assertThat(tree.cpuSeconds()).isEqualTo(1.89);
        assertThat(tree.writtenBytes()).isEqualTo(3 * 4096);
        assertThat(tree.memory()).isEqualTo(new Memory(3 * 1024 * 1024, 3 * 2048 * 1024));
        assertThat(tree.peakRssBytes()).isEqualTo(3000 * 1024);
    }

    @Test
    void aNameMayHoldParenthesesAndSpaces() {
        assertThat(ProcStat.parse("7 (a) S 9 (b) R 3 1 1 0 -1 0 0 0 0 0 1 2 3 4 20 0"))
                .contains(new ProcStat(7, 3, 10));
    }

    @Test
    void whatEndedMeanwhileIsNothing() throws IOException {
        Files.createDirectories(proc.resolve("10"));

        assertThat(new ProcessTree(proc, List.of(10L)).cpuSeconds()).isZero();
        assertThat(ProcStat.parse("")).isEmpty();
    }

    @Test
    void withoutProcessesNothingIsVisible() throws IOException {
        var nothing = ProcessTree.of();

        assertThat(nothing.isVisible()).isFalse();
        assertThat(nothing.cpuSeconds()).isZero();
    }

    @Test
    void thisProcessHasUsedSomething() throws IOException {
        var tree = ProcessTree.of(ProcessHandle.current().pid());

        assertThat(tree.cpuSeconds()).isPositive();
        assertThat(tree.memory().pss()).isBetween(1L << 20, tree.memory().rss());
    }
}
