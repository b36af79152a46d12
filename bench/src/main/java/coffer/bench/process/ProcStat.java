package coffer.bench.process;

import java.util.Optional;

/**
 * What {@code /proc/PID/stat} says (proc_pid_stat(5)).
 *
 * @param ticks processor time of the process in user and system mode, with that of its children that ended and were waited for, in
 *     hundredths of a second
 */
record ProcStat(long pid, long parent, long ticks) {

    private static final int PARENT = 1;
    private static final int UTIME = 11;
    private static final int CSTIME = 14;

    /** Reads one line; empty when the process ended while it was read. */
    static Optional<ProcStat> parse(String line) {
        // The name may hold anything, parentheses and spaces too; it ends with the last parenthesis.
        var open = line.indexOf('(');
        var close = line.lastIndexOf(')');
        if (open < 0 || close < 0 || close + 2 > line.length()) {
            return Optional.empty();
        }
        var fields = line.substring(close + 2).split(" ", -1); // the first is the state
        long ticks = 0;
        for (int i = UTIME; i <= CSTIME; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        var pid = Long.parseLong(line.substring(0, open).strip());
        return Optional.of(new ProcStat(pid, Long.parseLong(fields[PARENT]), ticks));
    }
}
