package coffer.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The table that {@code strace -c} writes. */
class SyscallsTest {

    @Test
    void theCallsOfAllRowsAreAddedUp() {
        var table = """
                % time     seconds  usecs/call     calls    errors syscall
                ------ ----------- ----------- --------- --------- ----------------
                 97.96    1.203442         345      3482           fdatasync
                  2.04    0.025062        5012         5         2 fsync
                ------ ----------- ----------- --------- --------- ----------------
                100.00    1.228504         352      3487         2 total
                """;

        assertThat(Syscalls.total(table)).isEqualTo(3487);
    }

    @Test
    void noCallsMakeNoTable() {
        assertThat(Syscalls.total("")).isZero();
    }
}
