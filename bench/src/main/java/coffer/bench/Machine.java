package coffer.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where and when figures were taken: without it they mean nothing. */
final class Machine {

    /** There when the kernel can tell a host which pages are free; the next use of such a page is slow. */
    private static final Path PAGE_REPORTING = Path.of("/sys/module/page_reporting");

    private Machine() {}

    /** In the order in which it is printed. */
    static Map<String, String> describe(Path project, Path home, Clock clock) throws IOException {
        var facts = new LinkedHashMap<String, String>();
        facts.put("date", Instant.now(clock).truncatedTo(ChronoUnit.SECONDS).toString());
        facts.put("commit", commit(project));
        facts.put("processor", processor() + ", " + Runtime.getRuntime().availableProcessors() + " cores");
        facts.put("memory", labelled(Path.of("/proc/meminfo"), "MemTotal"));
        facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("file system", Files.getFileStore(home).type());
        facts.put("java", System.getProperty("java.runtime.version"));
        facts.put("memory goes back to a host", Files.exists(PAGE_REPORTING) ? "yes, if it asks for it" : "no");
        facts.put("load before", Files.readString(Path.of("/proc/loadavg")).strip());
        return facts;
    }

    private static String processor() throws IOException {
        return labelled(Path.of("/proc/cpuinfo"), "model name");
    }

    private static String labelled(Path file, String label) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(label))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }

    private static String commit(Path project) throws IOException {
        var hash = git(project, "rev-parse", "--short=12", "HEAD");
        return git(project, "status", "--porcelain").isEmpty() ? hash : hash + " with changes";
    }

    private static String git(Path project, String... words) throws IOException {
        var command = new java.util.ArrayList<>(java.util.List.of("git", "-C", project.toString()));
        command.addAll(java.util.List.of(words));
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var output = process.getInputStream()) {
            var text = new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
            return text.isEmpty() && words[0].equals("rev-parse") ? "unknown" : text;
        }
    }
}
